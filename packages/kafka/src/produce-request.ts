/**
 * kafkajs makes an encoder of 512 zeroed bytes for every record and every header, and copies each batch half a dozen times: that took longer than all that a
 * service did for the record. Its requests are encoded here instead; what is sent stays the same, byte by byte.
 */

import { createRequire } from 'node:module'
import { type Message, type Produce, produceBytes } from './produce-bytes.ts'

/** What kafkajs hands over. */
interface Given extends Produce {
  readonly compression?: number | undefined
}
interface Encoder {
  buf: Buffer
  offset: number
}
interface ProduceRequest {
  readonly encode: () => Promise<Encoder>
}
type MakeRequest = (given: Given) => ProduceRequest

const load = createRequire(import.meta.url)
/** Later versions are made from this one. They are loaded when something is first produced, so after this. */
const path = 'kafkajs/src/protocol/requests/produce/v3/request'

let slow: MakeRequest | undefined

/** Once per process. */
export function quickenProducing(): void {
  if (slow !== undefined) return
  const original: MakeRequest = load(path)
  const encoder: new (bytes: number) => Encoder = load('kafkajs/src/protocol/encoder')
  slow = original
  const quick: MakeRequest = (given) => {
    const request = original(given)
    if (!isPlain(given)) return request
    const encode = async () => {
      const buf = produceBytes(given, Date.now())
      return Object.assign(new encoder(1), { buf, offset: buf.length })
    }
    return { ...request, encode }
  }
  const module = load.cache[load.resolve(path)]
  if (module !== undefined) module.exports = quick
}

/** What is compressed, and records with a time that the producer chose, are left to kafkajs. */
function isPlain({ compression = 0, topicData }: Given): boolean {
  const isUntimed = (message: Message) => !('timestamp' in message) || message.timestamp == null
  return (
    compression === 0 &&
    topicData.every(({ partitions }) =>
      partitions.every(({ messages }) => messages.every(isUntimed)),
    )
  )
}
