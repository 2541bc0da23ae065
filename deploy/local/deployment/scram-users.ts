/**
 * Makes SCRAM users over Kafka's own protocol (AlterUserScramCredentials v0), which kafkajs does not know. One request for all of them takes milliseconds,
 * where the command line tool takes a JVM each. Format: https://kafka.apache.org/protocol#The_Messages_AlterUserScramCredentials
 */

import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import type { Kafka } from 'kafkajs'
import type { Credential } from '../infra/broker-files.ts'
import { askController } from './kafka-request.ts'
import { compact, compactArray, int8, int32, noTags, Reader, text } from './kafka-wire.ts'

const apiKey = 51
const scramSha512 = 2
/** The least that Kafka takes; passwords here are random, so more would only slow logins down. */
const iterations = 4096
const saltBytes = 16
const digestBytes = 64
/** CLUSTER_AUTHORIZATION_FAILED, UNSUPPORTED_VERSION. */
const deniedCodes = new Set([31, 35])

/** Every answer begins with how long the client is throttled. */
const throttleBytes = 4

interface Reply {
  readonly user: string
  readonly code: number
}

/** Makes or changes the users. Throws HP_SETUP when the cluster does not let us. */
export async function putScramUsers(kafka: Kafka, users: readonly Credential[]): Promise<void> {
  const salted = await Promise.all(users.map(salt))
  const names = users.map(({ username }) => username)
  check(await alter(kafka, [], salted.map(upsertion)), names)
}

/** Users that do not exist are no error. */
export async function deleteScramUsers(kafka: Kafka, names: readonly string[]): Promise<void> {
  const deletions = names.map((name) => [text(name), int8(scramSha512), noTags])
  await alter(kafka, deletions, [])
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

function alter(
  kafka: Kafka,
  deletions: readonly Buffer[][],
  upsertions: readonly Buffer[][],
): Promise<Reply[]> {
  const body = Buffer.concat([compactArray(deletions), compactArray(upsertions), noTags])
  return askController(kafka, { apiKey, apiName: 'AlterUserScramCredentials', body, read })
}

function read(answer: Buffer): Reply[] {
  const reader = new Reader(answer, throttleBytes)
  const count = reader.varint() - 1
  return Array.from({ length: count }, () => {
    const user = reader.text()
    const code = reader.int16()
    // An explanation that may be null, and tags.
    reader.text()
    reader.varint()
    return { user, code }
  })
}
