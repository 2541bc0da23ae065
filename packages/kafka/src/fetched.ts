/** What one fetch brought, put right: records of aborted transactions are marked, and how far it reached is known even when nothing is left to deliver. */

export interface RawMessage {
  readonly offset: string
  /** On what ends a transaction, either way. */
  isControlRecord: boolean
  /** Absent in the message formats of Kafka before 0.11, which know no transactions. */
  readonly batchContext?: {
    readonly firstOffset: string
    readonly lastOffsetDelta: number
    readonly producerId: string
    readonly inTransaction: boolean
  }
}
export interface AbortedTransaction {
  readonly producerId: string
  readonly firstOffset: string
}
export interface FetchedPartition {
  readonly partition: number
  readonly messages: RawMessage[]
  abortedTransactions: AbortedTransaction[] | null
}

/**
 * kafkajs takes aborted transactions in the order of the broker's list, one per record. The list is in order of their *ends*, and several may begin before the
 * first record fetched; so it lets aborted records through when two producers write to one partition. We mark such records as control records, which kafkajs
 * then hides but counts, and take the list away from it.
 */
export function hideAborted(partition: FetchedPartition): void {
  const waiting = [...(partition.abortedTransactions ?? [])]
    .map(({ producerId, firstOffset }) => ({ producerId, first: Number(firstOffset) }))
    .sort((a, b) => a.first - b.first)
  partition.abortedTransactions = []
  const aborted = new Set<string>()
  for (const message of partition.messages) {
    while (waiting[0] !== undefined && waiting[0].first <= Number(message.offset)) {
      aborted.add(waiting[0].producerId)
      waiting.shift()
    }
    if (message.batchContext === undefined) continue
    const { producerId, inTransaction } = message.batchContext
    if (message.isControlRecord) {
      aborted.delete(producerId)
    } else if (inTransaction && aborted.has(producerId)) {
      message.isControlRecord = true
    }
  }
}

/**
 * The offset after the last batch that came whole, or undefined when none came. When compaction has taken the last records of that batch, a hidden one is put
 * in their place: kafkajs would otherwise fetch the same batch again for each of them.
 */
export function reach({ messages }: FetchedPartition): number | undefined {
  const last = messages.at(-1)
  if (last === undefined) return undefined
  if (last.batchContext === undefined) return Number(last.offset) + 1
  const { firstOffset, lastOffsetDelta } = last.batchContext
  const lastOfBatch = Number(firstOffset) + lastOffsetDelta
  if (lastOfBatch > Number(last.offset)) {
    messages.push({ ...last, offset: String(lastOfBatch), isControlRecord: true })
  }
  return lastOfBatch + 1
}

export function deliverable({ messages }: FetchedPartition, from: number): boolean {
  return messages.some((message) => !message.isControlRecord && Number(message.offset) >= from)
}
