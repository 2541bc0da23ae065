/** The body of a produce request (version 3), written once into one buffer of the right size. Layout: kafka.apache.org/protocol and KIP-98 (record batches). */

import { HoldpointError } from '@holdpoint/contracts'
import { type Bytes, ByteWriter, fieldBytes, varIntBytes } from './byte-writer.ts'
import { crc32c } from './crc32c.ts'

export interface Message {
  readonly key?: Bytes
  readonly value?: Bytes
  readonly headers?: Readonly<Record<string, Bytes | readonly Bytes[]>>
}

export interface Produce {
  readonly acks: number
  readonly timeout: number
  readonly transactionalId?: string | null | undefined
  /** Prints as a whole number. */
  readonly producerId?: { toString(): string } | undefined
  readonly producerEpoch?: number | undefined
  readonly topicData: readonly Topic[]
}

interface Topic {
  readonly topic: string
  readonly partitions: readonly Partition[]
}

interface Partition {
  readonly partition: number
  readonly firstSequence?: number | undefined
  readonly messages: readonly Message[]
}

/** Before the checksum: leader epoch, form. */
const magic = 2
const inTransaction = 16
/** Of a batch: first offset and length; leader epoch, form and checksum; what the checksum covers before the records. */
const placeBytes = 8 + 4
const sumBytes = 4 + 1 + 4
const fieldsBytes = 2 + 4 + 8 + 8 + 8 + 2 + 4 + 4
/** Of a record: attributes, and its time after the batch's, which is 0 here. */
const recordHeadBytes = 1 + 1

/** Every record gets the time `nowMs`. */
export function produceBytes(produce: Produce, nowMs: number): Buffer {
  const { acks, timeout, transactionalId, topicData } = produce
  const planned = topicData.map(({ topic, partitions }) => {
    return { topic, batches: partitions.map(planBatch) }
  })
  const topicBytes = planned.map(({ topic, batches }) => {
    return 2 + Buffer.byteLength(topic) + 4 + sum(batches.map(({ bytes }) => 4 + 4 + bytes))
  })
  const idBytes = 2 + Buffer.byteLength(transactionalId ?? '')
  const out = new ByteWriter(idBytes + 2 + 4 + 4 + sum(topicBytes))
  out.shortText(transactionalId ?? null)
  out.int16(acks)
  out.int32(timeout)
  out.int32(planned.length)
  for (const { topic, batches } of planned) {
    out.shortText(topic)
    out.int32(batches.length)
    for (const batch of batches) writeBatch(out, batch, produce, nowMs)
  }
  // A gap would send what was in this memory before.
  if (out.at !== out.buffer.length) throw new HoldpointError('HP_INTERNAL')
  return out.buffer
}

interface Batch extends Partition {
  readonly bytes: number
  /** Of each record, behind its length. */
  readonly bodies: readonly number[]
}

function planBatch(partition: Partition): Batch {
  const bodies = partition.messages.map(bodyBytes)
  const records = sum(bodies.map((body) => varIntBytes(body) + body))
  return { ...partition, bodies, bytes: placeBytes + sumBytes + fieldsBytes + records }
}

function bodyBytes({ key, value, headers = {} }: Message, index: number): number {
  const fields = varIntBytes(index) + fieldBytes(key) + fieldBytes(value)
  const entries = entriesOf(headers)
  const named = entries.map(([name, each]) => fieldBytes(name) + fieldBytes(each))
  return recordHeadBytes + fields + varIntBytes(entries.length) + sum(named)
}

function writeBatch(out: ByteWriter, batch: Batch, produce: Produce, nowMs: number): void {
  const { partition, messages, bodies, bytes, firstSequence = 0 } = batch
  const { transactionalId, producerId = -1, producerEpoch = 0 } = produce
  out.int32(partition)
  out.int32(bytes)
  out.int64(0n)
  out.int32(bytes - placeBytes)
  out.int32(0)
  out.int8(magic)
  const sumAt = out.at
  out.int32(0)
  out.int16(transactionalId ? inTransaction : 0)
  out.int32(messages.length - 1)
  out.int64(BigInt(nowMs))
  out.int64(BigInt(nowMs))
  out.int64(BigInt(producerId.toString()))
  out.int16(producerEpoch)
  out.int32(firstSequence)
  out.int32(messages.length)
  for (const [index, message] of messages.entries()) {
    out.varInt(bodies[index] ?? 0)
    writeRecord(out, message, index)
  }
  out.buffer.writeUInt32BE(crc32c(out.buffer.subarray(sumAt + 4, out.at)), sumAt)
}

function writeRecord(out: ByteWriter, { key, value, headers = {} }: Message, index: number): void {
  out.int8(0)
  out.varInt(0)
  out.varInt(index)
  out.field(key)
  out.field(value)
  const entries = entriesOf(headers)
  out.varInt(entries.length)
  for (const [name, each] of entries) {
    out.field(name)
    out.field(each)
  }
}

/** A list stands for a header that is sent several times. */
function entriesOf(headers: NonNullable<Message['headers']>): [string, Bytes][] {
  const entries: [string, Bytes][] = []
  for (const [name, value] of Object.entries(headers)) {
    if (Array.isArray(value)) for (const each of value) entries.push([name, each])
    else entries.push([name, value as Bytes])
  }
  return entries
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
