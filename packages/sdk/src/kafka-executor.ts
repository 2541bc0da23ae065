/** For executors with a Kafka client: grants come from `actions.approved` and outcomes go to `actions.outcomes`; claiming, extending and unsealing are asked of the edges. */
import {
  decodeEvent,
  grantIssued,
  groupName,
  isHoldpointError,
  outcomeReported,
  proofAttribute,
  saltAttribute,
  topicName,
} from '@holdpoint/contracts'
import type { Bus, InRecord } from '@holdpoint/kafka'
import { write } from './kafka-write.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'
import type { ExecutorTransport, GrantSession, SignedOutcome } from './transport.ts'

export interface KafkaExecutorOptions {
  readonly bus: Bus
  /** Of the deployment's topics: `''` or ending in a dot. */
  readonly prefix?: string
  readonly deployment: string
  readonly executor: string
  /** Processes that share the work share a group; default: the executor's id. */
  readonly group?: string
  /** `httpTransport({gate, unseal})`. */
  readonly http: Pick<ExecutorTransport, 'claim' | 'extend' | 'unseal'>
  readonly surroundings?: Surroundings
}

export function kafkaExecutorTransport(options: KafkaExecutorOptions): ExecutorTransport {
  const { http } = options
  return {
    grants: (session) => follow(options, session),
    claim: (id, request) => http.claim(id, request),
    extend: (id, request) => http.extend(id, request),
    unseal: (asked) => http.unseal(asked),
    report: (signed) => report(options, signed),
  }
}

async function follow(
  { bus, prefix = '', executor, group = executor }: KafkaExecutorOptions,
  { take, unreadable, signal }: GrantSession,
): Promise<void> {
  const giveOn = async (record: InRecord) => {
    const issued = read(record, unreadable)
    if (issued !== undefined) await take(issued)
  }
  const consumption = await bus.consume({
    group: `${groupName(prefix, 'executor')}.${group}`,
    topics: [topicName(prefix, 'approved')],
    positions: 'group',
    // Offsets move on when all of these are claimed or not ours; a process that dies before that leaves them to the next.
    onRecords: async (records) => {
      await Promise.all(records.map(giveOn))
    },
  })
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  if (signal.aborted) resolve()
  try {
    await Promise.race([stopped, consumption.failed])
  } finally {
    await consumption.stop()
  }
}

/** Revocations need no answer here: what is revoked cannot be claimed. */
function read(record: InRecord, unreadable: (error: unknown) => void): unknown {
  try {
    const { attributes, data } = decodeEvent(record)
    return attributes.type === grantIssued ? data : undefined
  } catch (error) {
    if (!isHoldpointError(error)) throw error
    unreadable(error)
    return undefined
  }
}

async function report(
  { bus, prefix = '', deployment, executor, surroundings = realSurroundings }: KafkaExecutorOptions,
  { outcome, proof, salt }: SignedOutcome,
): Promise<void> {
  const { actionId, claimId } = outcome
  await write(bus, prefix, 'outcomes', {
    ...{ id: `${claimId}:outcome`, source: `${deployment}/executor/${executor}` },
    ...{ type: outcomeReported, subject: actionId, timeMs: surroundings.nowMs(), data: outcome },
    extensions: { [proofAttribute]: proof, [saltAttribute]: salt },
  })
}
