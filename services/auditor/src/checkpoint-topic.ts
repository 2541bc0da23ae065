/** Checkpoints on Kafka: where everybody can notice a log that shrank or forked, this auditor first of all. */
import {
  CheckpointPublished,
  check,
  checkpointPublished,
  decodeEvent,
  encodeEvent,
  HoldpointError,
  isHoldpointError,
} from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord } from '@holdpoint/kafka'
import type { SystemTime } from '@holdpoint/service'
import {
  equalBytes,
  fromUtf8,
  type NoteVerifier,
  type OpenedCheckpoint,
  openCheckpoint,
  rootBefore,
  TlogError,
  utf8,
} from '@holdpoint/tlog'
import type { LogWriter, Published } from '@holdpoint/tlog/store'

/** The newest is what matters; a writer that was cut off may have left a few older ones behind it. */
const recordsReadMax = 64
const retryMs = 1000
/** Reading a few checkpoints takes milliseconds, unless the broker is not well. */
const readMsMax = 30_000
const lookMs = 20

export interface CheckpointTopicOptions {
  readonly bus: Bus
  readonly topic: string
  readonly deployment: string
  readonly origin: string
  readonly time: Pick<SystemTime, 'clock' | 'sleep'>
}

export class CheckpointTopic {
  private readonly options: CheckpointTopicOptions
  private readonly failure = Promise.withResolvers<never>()
  private latest: Published | undefined
  /** An empty log says nothing that anybody needs. */
  sentSize = 0
  private sending: Promise<void> | undefined

  constructor(options: CheckpointTopicOptions) {
    this.options = options
    this.failure.promise.catch(() => undefined)
  }

  get failed(): Promise<never> {
    return this.failure.promise
  }

  /** Sent as soon as the broker takes it; when several wait, only the newest is. One that is on the topic already is not sent again. */
  publish(published: Published): void {
    if (published.size <= this.sentSize) return
    this.sentSize = published.size
    this.latest = published
    this.sending ??= this.sendLatest()
      .catch((error) => this.failure.reject(error))
      .finally(() => {
        this.sending = undefined
      })
  }

  /** Has the newest records handed to whoever consumes; resolves when that is done. */
  async readNewest(consumption: Consumption): Promise<void> {
    const { bus, topic, time } = this.options
    const end = (await bus.endOffsets(topic)).get(0) ?? 0
    if (end === 0) return
    consumption.read(topic, 0, Math.max(0, end - recordsReadMax))
    const deadlineMs = time.clock() + readMsMax
    while ((consumption.position(topic, 0) ?? 0) < end) {
      if (time.clock() > deadlineMs) {
        throw new HoldpointError('HP_UNAVAILABLE', { what: `the topic ${topic}` })
      }
      await Promise.race([time.sleep(lookMs), consumption.failed])
    }
    consumption.hold(topic, 0)
  }

  async stop(): Promise<void> {
    await this.sending
  }

  private async sendLatest(): Promise<void> {
    const { bus, time } = this.options
    while (this.latest) {
      const sent = this.latest
      try {
        await bus.send([this.encode(sent)])
        if (this.latest === sent) this.latest = undefined
      } catch (error) {
        if (!isHoldpointError(error) || error.kind !== 'retryable') throw error
        await time.sleep(retryMs)
      }
    }
  }

  private encode({ size, note }: Published) {
    const { deployment, origin, time, topic } = this.options
    const { headers, value } = encodeEvent({
      id: `${origin}/${size}`,
      source: `${deployment}/auditor`,
      type: checkpointPublished,
      timeMs: time.clock(),
      data: { origin, size, checkpoint: fromUtf8(note) },
    })
    return { topic, partition: 0, key: origin, headers, value }
  }
}

/**
 * The largest size that is known on the topic, or -1. Throws HP_LOG_REFUSED where a checkpoint of ours says that the log was longer, or another, than the one we hold: this is a restored old copy, and going on
 * would sign a second history.
 */
export async function refuseRollback(
  records: readonly InRecord[],
  log: LogWriter,
  { dir, verifiers }: { readonly dir: string; readonly verifiers: readonly NoteVerifier[] },
): Promise<number> {
  const known = await Promise.all(records.map((record) => openRecord(record, verifiers)))
  for (const checkpoint of known) {
    if (!checkpoint) continue
    const { size, root } = checkpoint
    if (size > log.published.size) {
      const rule = `a checkpoint over ${size} entries was published, this copy has ${log.published.size}`
      throw new HoldpointError('HP_LOG_REFUSED', { dir, rule })
    }
    const ours = await rootBefore(size, log.published.size, (path) => log.read(path))
    if (equalBytes(ours, root)) continue
    const rule = `a checkpoint with another root was published for ${size} entries`
    throw new HoldpointError('HP_LOG_REFUSED', { dir, rule })
  }
  return Math.max(-1, ...known.map((checkpoint) => checkpoint?.size ?? -1))
}

/** Undefined for what is not a checkpoint under a key of ours: others may not write here, but nothing depends on it. */
async function openRecord(
  record: InRecord,
  verifiers: readonly NoteVerifier[],
): Promise<OpenedCheckpoint | undefined> {
  try {
    const { checkpoint } = check(CheckpointPublished, decodeEvent(record).data)
    return await openCheckpoint(utf8(checkpoint), verifiers)
  } catch (error) {
    if (error instanceof TlogError || (isHoldpointError(error) && error.kind === 'terminal')) {
      return undefined
    }
    throw error
  }
}
