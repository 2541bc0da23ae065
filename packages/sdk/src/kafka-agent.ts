/** For agents with a Kafka client: writes intents, and follows `actions.settled` from its beginning, so that any process finds how any action ended. */
import {
  type ActionId,
  ActionSettled,
  actionIntended,
  actionSettled,
  type Cleared,
  check,
  decodeEvent,
  groupName,
  HoldpointError,
  isHoldpointError,
  proofAttribute,
  type Source,
  saltAttribute,
  topicName,
} from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord } from '@holdpoint/kafka'
import { write } from './kafka-write.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'
import type { AgentTransport, Query, SignedIntent, Standing, Unsealing } from './transport.ts'

/** Ends of this agent's actions kept in memory; the oldest go first. */
const endingsMax = 50_000
/** Of cleared results, sealed, in characters: the latest; older ones can be had over HTTP. */
const clearedCharsMax = 64 * 1024 * 1024
const groupRandomBytes = 9

export interface KafkaAgentOptions {
  readonly bus: Bus
  /** Of the deployment's topics: `''` or ending in a dot. */
  readonly prefix?: string
  readonly deployment: string
  readonly agent: string
  /** Withdrawing is asked of the gate's edge, a cleared result of the unsealing role: `httpTransport({gate, unseal})`. */
  readonly http?: AgentTransport
  readonly surroundings?: Surroundings
}

export interface KafkaAgentTransport extends AgentTransport {
  /** Leaves the group. The bus stays open. */
  close(): Promise<void>
}

export function kafkaAgentTransport(options: KafkaAgentOptions): KafkaAgentTransport {
  return new KafkaAgent(options)
}

class KafkaAgent implements KafkaAgentTransport {
  readonly #options: KafkaAgentOptions
  readonly #surroundings: Surroundings
  readonly #endings = new Map<string, ActionSettled>()
  readonly #cleared = new Map<string, Cleared>()
  #clearedChars = 0
  readonly #waiting = new Set<() => void>()
  #following: Promise<Consumption> | undefined

  constructor(options: KafkaAgentOptions) {
    this.#options = options
    this.#surroundings = options.surroundings ?? realSurroundings
  }

  async intend({ action, proof, salt }: SignedIntent): Promise<{ source: Source }> {
    const { bus, prefix = '', deployment } = this.#options
    const source = await write(bus, prefix, 'intended', {
      ...{ id: action.id, source: `${deployment}/agent/${action.agent.id}`, subject: action.id },
      ...{ type: actionIntended, timeMs: this.#surroundings.nowMs(), data: action },
      extensions: { [proofAttribute]: proof, [saltAttribute]: salt },
    })
    return { source }
  }

  async look(query: Query, waitMs: number, signal?: AbortSignal): Promise<Standing | undefined> {
    this.#following ??= this.#follow()
    await this.#following
    const found = () => this.#endingOf(query.id) ?? this.#rejectionOf(query)
    if (found() === undefined && waitMs > 0) await this.#ending(found, waitMs, signal)
    const settled = found()
    return settled && { kind: 'settled', settled }
  }

  async withdraw(id: ActionId, request: string, reason?: string): Promise<void> {
    const { http } = this.#options
    if (http === undefined) throw new HoldpointError('HP_UNAVAILABLE', { what: 'the gate edge' })
    await http.withdraw(id, request, reason)
  }

  async unseal(asked: Unsealing): Promise<Uint8Array> {
    const { http } = this.#options
    if (http === undefined)
      throw new HoldpointError('HP_UNAVAILABLE', { what: 'the unsealing role' })
    return http.unseal(asked)
  }

  async close(): Promise<void> {
    const following = this.#following
    this.#following = undefined
    await (await following?.catch(() => undefined))?.stop()
  }

  #endingOf(id: ActionId): ActionSettled | undefined {
    const ending = this.#endings.get(id)
    const cleared = this.#cleared.get(id)
    return ending && cleared ? { ...ending, cleared } : ending
  }

  /** Of a record that had no usable id, or whose id is another's: found by where it stood. */
  #rejectionOf({ source }: Query): ActionSettled | undefined {
    return source && this.#endings.get(nameOf(source))
  }

  async #ending(found: () => unknown, waitMs: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      if (found() !== undefined) resolve()
    }
    const over = new AbortController()
    const until = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal])
    this.#waiting.add(look)
    await Promise.race([promise, this.#surroundings.sleep(waitMs, until)])
    this.#waiting.delete(look)
    over.abort()
  }

  async #follow(): Promise<Consumption> {
    const { bus, prefix = '', agent } = this.#options
    const topic = topicName(prefix, 'settled')
    const own = Buffer.from(this.#surroundings.randomBytes(groupRandomBytes)).toString('base64url')
    const consumption = await bus.consume({
      // A group of its own, that no offset is kept for: everybody reads everything.
      group: `${groupName(prefix, 'agent')}.${agent}.${own}`,
      topics: [topic],
      positions: 'owner',
      onAssigned: (partitions, mine) => {
        for (const partition of partitions) mine.read(topic, partition, 0)
      },
      onRecords: async (records) => {
        for (const record of records) this.#note(record)
        for (const look of this.#waiting) look()
      },
    })
    // Lost: whoever looks next follows anew.
    consumption.failed.catch(() => {
      this.#following = undefined
    })
    return consumption
  }

  #note(record: InRecord): void {
    const settled = readSettled(record)
    if (settled === undefined) return
    const { actionId, agent, status, source } = settled
    if (status === 'rejected') {
      if (source !== undefined) this.#keep(nameOf(source), settled)
    } else if (actionId !== undefined && agent === this.#options.agent) {
      this.#keep(actionId, settled)
    }
  }

  #keep(name: string, { cleared, ...settled }: ActionSettled): void {
    if (cleared) this.#keepCleared(name, cleared)
    this.#endings.delete(name)
    this.#endings.set(name, settled)
    const [oldest] = this.#endings.keys()
    if (this.#endings.size > endingsMax && oldest !== undefined) this.#endings.delete(oldest)
  }

  #keepCleared(name: string, cleared: Cleared): void {
    this.#clearedChars += cleared.sealed.length - (this.#cleared.get(name)?.sealed.length ?? 0)
    this.#cleared.delete(name)
    this.#cleared.set(name, cleared)
    for (const [oldest, { sealed }] of this.#cleared) {
      if (this.#clearedChars <= clearedCharsMax) return
      this.#cleared.delete(oldest)
      this.#clearedChars -= sealed.length
    }
  }
}

/** What is of another version, or not for us at all, is passed over. */
function readSettled(record: InRecord): ActionSettled | undefined {
  try {
    const { attributes, data } = decodeEvent(record)
    return attributes.type === actionSettled ? check(ActionSettled, data) : undefined
  } catch (error) {
    if (isHoldpointError(error)) return undefined
    throw error
  }
}

function nameOf({ topic, partition, offset }: Source): string {
  return `${topic}/${partition}/${offset}`
}
