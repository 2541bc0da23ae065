/** The open event streams of this replica: hints to pages that something changed. Bounded; a client that does not read is cut off and comes back. */
import type { ServerResponse } from 'node:http'
import { HoldpointError } from '@holdpoint/contracts'
import type { ChangeNotice } from './projection/port.ts'

/** One page is one stream; a replica serves a department. */
const streamsMax = 500
/** A person with several windows. Browsers hold about six connections to one host. */
const streamsPerPersonMax = 6
/** What may lie unread in a socket: hints are about 100 bytes. */
const unreadBytesMax = 64 * 1024
/** Proxies cut connections that are silent for a minute or less. */
export const heartbeatMs = 15_000
/** When a browser comes back after a cut. */
const retryMs = 2_000

interface Stream {
  readonly person: string
  readonly response: ServerResponse
  /** When the login ends, and so the stream. */
  readonly expiresMs: number
  /** Whether the person is still somebody. */
  readonly isKnown: () => boolean
}

export class Streams {
  readonly #streams = new Set<Stream>()

  /** Takes the response over. Throws HP_UNAVAILABLE where there are too many, before anything is written. */
  open(stream: Stream, headers: Readonly<Record<string, string>>): void {
    const own = [...this.#streams].filter(({ person }) => person === stream.person).length
    if (this.#streams.size >= streamsMax || own >= streamsPerPersonMax) {
      throw new HoldpointError('HP_UNAVAILABLE', { what: 'one more event stream' })
    }
    const { response } = stream
    response.on('close', () => this.#streams.delete(stream))
    response.on('error', () => this.#streams.delete(stream))
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    this.#streams.add(stream)
    this.#write(stream, `retry: ${retryMs}\n\n`)
  }

  tell({ hints }: ChangeNotice): void {
    if (hints.length === 0 || this.#streams.size === 0) return
    const text = hints
      .map(({ id, revision, kind }) => `data: ${JSON.stringify({ id, revision, kind })}\n\n`)
      .join('')
    for (const stream of this.#streams) this.#write(stream, text)
  }

  /** Every `heartbeatMs`. */
  beat(nowMs: number): void {
    for (const stream of this.#streams) {
      if (stream.expiresMs <= nowMs || !stream.isKnown()) this.#end(stream)
      else this.#write(stream, ': beat\n\n')
    }
  }

  get size(): number {
    return this.#streams.size
  }

  close(): void {
    for (const stream of this.#streams) this.#end(stream)
  }

  #write(stream: Stream, text: string): void {
    const { response } = stream
    if (response.writableLength > unreadBytesMax) {
      this.#streams.delete(stream)
      response.destroy()
    } else {
      response.write(text)
    }
  }

  #end(stream: Stream): void {
    this.#streams.delete(stream)
    stream.response.end()
  }
}
