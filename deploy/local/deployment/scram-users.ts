/**
 * Makes SCRAM users over Kafka's own protocol (AlterUserScramCredentials v0), which kafkajs does not know. One request for all of them takes milliseconds,
 * where the command line tool takes a JVM each. Format: https://kafka.apache.org/protocol#The_Messages_AlterUserScramCredentials
 */

import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import type { Kafka } from 'kafkajs'
import type { Credential } from '../infra/broker-files.ts'

const apiKey = 51
const scramSha512 = 2
/** The least that Kafka takes; passwords here are random, so more would only slow logins down. */
const iterations = 4096
const saltBytes = 16
const digestBytes = 64
/** No authorization to alter users; not supported by this broker. */
const deniedCodes = new Set([29, 31, 35])

interface Reply {
  readonly user: string
  readonly code: number
}

/** Makes or changes the users. Throws HP_SETUP when the cluster does not let us. */
export async function putScramUsers(kafka: Kafka, users: readonly Credential[]): Promise<void> {
  const salted = await Promise.all(users.map(salt))
  const names = users.map(({ username }) => username)
  check(await exchange(kafka, [[], salted.map(upsertion)]), names)
}

/** Users that do not exist are no error. */
export async function deleteScramUsers(kafka: Kafka, names: readonly string[]): Promise<void> {
  await exchange(kafka, [names.map((name) => [text(name), int8(scramSha512), noTags]), []])
}

interface Salted {
  readonly username: string
  readonly salt: Buffer
  readonly password: Buffer
}

async function salt({ username, password }: Credential): Promise<Salted> {
  const bytes = randomBytes(saltBytes)
  const derive = promisify(pbkdf2)
  const derived = await derive(password, bytes, iterations, digestBytes, 'sha512')
  return { username, salt: bytes, password: derived }
}

function upsertion({ username, salt, password }: Salted): Buffer[] {
  const kind = [int8(scramSha512), int32(iterations)]
  return [text(username), ...kind, compact(salt), compact(password), noTags]
}

function check(replies: readonly Reply[], names: readonly string[]): void {
  const refused = replies.find(({ code }) => code !== 0)
  if (refused === undefined && replies.length === names.length) return
  const code = refused?.code ?? -1
  const what = deniedCodes.has(code)
    ? 'this Kafka does not let us create users: see npm run topics -- --plan'
    : `Kafka refused to create user ${refused?.user} (error ${code})`
  throw new HoldpointError('HP_SETUP', { what })
}

/** Flexible request: the header ends with a tag section, which kafkajs does not write, so the body starts with it; the same goes for the answer. */
async function exchange(kafka: Kafka, parts: readonly (readonly Buffer[][])[]): Promise<Reply[]> {
  const body = Buffer.concat([noTags, ...parts.map(compactArray), noTags])
  const cluster = clusterOf(kafka)
  await cluster.connect()
  try {
    await cluster.refreshMetadata()
    const broker = await cluster.findControllerBroker()
    return await broker.connectionPool.send({
      request: {
        ...{ apiKey, apiVersion: 0, apiName: 'AlterUserScramCredentials' },
        encode: async () => ({ buf: body, buffer: body }),
      },
      response: { decode: async (bytes) => readReplies(bytes), parse: async (replies) => replies },
    })
  } finally {
    await cluster.disconnect()
  }
}

function readReplies(bytes: Buffer): Reply[] & { clientSideThrottleTime?: number } {
  // Header's tags, throttle time.
  const reader = new Reader(bytes, 1 + 4)
  const count = reader.varint() - 1
  const replies: Reply[] = []
  for (let index = 0; index < count; index++) {
    const user = reader.text()
    const code = reader.int16()
    reader.text()
    reader.varint()
    replies.push({ user, code })
  }
  return replies
}

class Reader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  int16(): number {
    this.#at += 2
    return this.#bytes.readInt16BE(this.#at - 2)
  }

  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#at++)
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }

  /** Null reads as empty. */
  text(): string {
    const length = Math.max(0, this.varint() - 1)
    this.#at += length
    return this.#bytes.toString('utf8', this.#at - length, this.#at)
  }
}

const noTags = Buffer.from([0])
const int8 = (value: number) => Buffer.from([value])

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}

const compact = (bytes: Buffer) => Buffer.concat([varint(bytes.length + 1), bytes])
const text = (value: string) => compact(Buffer.from(value))
const compactArray = (items: readonly Buffer[][]) =>
  Buffer.concat([varint(items.length + 1), ...items.flat()])

interface Broker {
  readonly connectionPool: {
    send(protocol: {
      request: {
        apiKey: number
        apiVersion: number
        apiName: string
        encode: () => Promise<{ buf: Buffer; buffer: Buffer }>
      }
      response: {
        decode: (bytes: Buffer) => Promise<Reply[]>
        parse: (replies: Reply[]) => Promise<Reply[]>
      }
    }): Promise<Reply[]>
  }
}

interface Cluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  refreshMetadata(): Promise<void>
  findControllerBroker(): Promise<Broker>
}

/** kafkajs is pinned and frozen, so its inside can be relied on; connections, SASL and finding the controller come from there. */
function clusterOf(kafka: Kafka): Cluster {
  const make = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )
  const holder = kafka as unknown as Record<symbol, (options: object) => Cluster>
  const create = make === undefined ? undefined : holder[make]
  if (create === undefined) {
    throw new HoldpointError('HP_SETUP', { what: 'kafkajs is not the pinned version 2.2.4' })
  }
  return create({ metadataMaxAge: 0 })
}
