/**
 * kafkajs, loaded with two of its functions replaced that take longer the more one request carries; see also produce-request.ts. What is sent stays the same, byte
 * by byte.
 */
import { createRequire, Module } from 'node:module'

/** Of a request: its length; API, version and number; length of the client's id. */
const lengthBytes = 4
const headBytes = 2 + 2 + 4 + 2

interface Request {
  readonly correlationId: number
  readonly clientId: string | null
  readonly request: {
    readonly apiKey: number
    readonly apiVersion: number
    readonly encode: () => Promise<{ readonly buffer: Buffer }>
  }
}
interface ToGroup<M> {
  readonly topic: string
  readonly partitionMetadata: readonly unknown[]
  readonly messages: readonly M[]
  readonly partitioner: (message: {
    readonly topic: string
    readonly partitionMetadata: readonly unknown[]
    readonly message: M
  }) => number
}

const load = createRequire(import.meta.url)

standIn('kafkajs/src/protocol/request', requestBytes)
standIn('kafkajs/src/producer/groupMessagesPerPartition', groupByPartition)

export const { AssignerProtocol, Kafka, logLevel }: typeof import('kafkajs') = load('kafkajs')

/** Its own copies the body twice, each time into zeroed memory of up to twice the size. */
export async function requestBytes({ correlationId, clientId, request }: Request) {
  const { apiKey, apiVersion, encode } = request
  const { buffer: body } = await encode()
  const id = Buffer.from(clientId ?? '')
  const buffer = Buffer.allocUnsafe(lengthBytes + headBytes + id.length + body.length)
  let at = buffer.writeInt32BE(buffer.length - lengthBytes)
  at = buffer.writeInt16BE(apiKey, at)
  at = buffer.writeInt16BE(apiVersion, at)
  at = buffer.writeInt32BE(correlationId, at)
  at = buffer.writeInt16BE(clientId === null ? -1 : id.length, at)
  at += id.copy(buffer, at)
  body.copy(buffer, at)
  return { buffer }
}

/** Its own copies the list of a partition for every message. */
export function groupByPartition<M>({
  topic,
  partitionMetadata,
  messages,
  partitioner,
}: ToGroup<M>) {
  const groups: Record<number, M[]> = {}
  if (partitionMetadata.length === 0) return groups
  for (const message of messages) {
    const partition = partitioner({ topic, partitionMetadata, message })
    const group = groups[partition]
    if (group === undefined) groups[partition] = [message]
    else group.push(message)
  }
  return groups
}

/** Where somebody has loaded it already, it is too late, and nothing is changed. */
function standIn(path: string, exports: unknown): void {
  const file = load.resolve(path)
  if (load.cache[file] !== undefined) return
  const module = new Module(file)
  module.exports = exports
  module.loaded = true
  load.cache[file] = module
}
