/** The open event streams of this process: bounded, each with a way to end it. */
import { HoldpointError } from '@holdpoint/contracts'

/** One waits for one action; a process serves a fleet of agents. Each costs a look at Redis twice a second. */
const streamsMax = 1000
/** An agent that waits for more follows `actions.settled`, or asks in turn. */
const streamsPerCallerMax = 16

interface Stream {
  readonly caller: string
  readonly ending: AbortController
}

export class Streams {
  readonly #streams = new Set<Stream>()
  #isClosed = false

  get size(): number {
    return this.#streams.size
  }

  /** Throws HP_UNAVAILABLE where there are too many, or the process is about to stop. The signal says when this one must end; `leave` that it has. */
  enter(caller: string): { readonly signal: AbortSignal; end(): void; leave(): void } {
    const own = [...this.#streams].filter((stream) => stream.caller === caller).length
    if (this.#isClosed || this.#streams.size >= streamsMax || own >= streamsPerCallerMax) {
      throw new HoldpointError('HP_UNAVAILABLE', { what: 'one more event stream' })
    }
    const stream = { caller, ending: new AbortController() }
    this.#streams.add(stream)
    return {
      signal: stream.ending.signal,
      end: () => stream.ending.abort(),
      leave: () => void this.#streams.delete(stream),
    }
  }

  close(): void {
    this.#isClosed = true
    for (const { ending } of this.#streams) ending.abort()
  }
}
