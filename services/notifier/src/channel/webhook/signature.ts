/** Signatures of the Standard Webhooks specification (1.0): symmetric `v1`, asymmetric `v1a`, several at once while keys are rotated. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { clockSkewMs, HoldpointError } from '@holdpoint/contracts'
import { Secret, sameBytes } from '@holdpoint/seal'

export const webhookHeaders = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const

/** As the specification has it. */
const secretBytes = { min: 24, max: 64 } as const
/** A seed, or a seed with its public key behind it. */
const [seedBytes, pairBytes] = [32, 64] as const
const publicKeyBytes = 32
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')
/** A rotation has two of each scheme; more than this is somebody who lets us compute. */
const signaturesMax = 5
/** Becomes part of a key of ours. A dot would let the end of the id be read as a time. */
const idPattern = /^[A-Za-z0-9_~+/=:-]{1,128}$/
const timestampPattern = /^[1-9]\d{0,11}$/

/** `v1a` signs with a private key and verifies with a public one; `v1` does both with one secret. */
export type SigningKey =
  | { readonly scheme: 'v1'; readonly secret: Secret }
  | { readonly scheme: 'v1a'; readonly key: KeyObject }
export type VerifyingKey = SigningKey

export interface Message {
  /** The same in every attempt; without a dot. */
  readonly id: string
  readonly timestampSeconds: number
  readonly body: Buffer
}

/** What a request brought. */
export type SignedHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Reads `whsec_…` or `whsk_…`. Throws HP_CONFIG; `file` names the place. */
export function parseSigningKey(text: string, file: string): SigningKey {
  const [prefix, bytes] = parseKey(text, file)
  if (prefix === 'whsec_') return { scheme: 'v1', secret: secretOf(bytes, file) }
  if (prefix === 'whsk_') return { scheme: 'v1a', key: privateKeyOf(bytes, file) }
  throw refuse(file, 'must begin with whsec_ or whsk_')
}

/** Reads `whsec_…` or `whpk_…`. Throws HP_CONFIG; `file` names the place. */
export function parseVerifyingKey(text: string, file: string): VerifyingKey {
  const [prefix, bytes] = parseKey(text, file)
  if (prefix === 'whsec_') return { scheme: 'v1', secret: secretOf(bytes, file) }
  if (prefix !== 'whpk_' || bytes.length !== publicKeyBytes) {
    throw refuse(file, 'must be whsec_ with a secret, or whpk_ with a public key')
  }
  const der = Buffer.concat([spkiHead, bytes])
  return { scheme: 'v1a', key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

/** `whpk_…` of a `v1a` key, to be given to who receives. */
export function publicText({ key }: Extract<SigningKey, { scheme: 'v1a' }>): string {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return `whpk_${der.subarray(spkiHead.length).toString('base64')}`
}

/** The three headers, with one signature of each key. */
export function signMessage(
  keys: readonly SigningKey[],
  message: Message,
): Record<(typeof webhookHeaders)[keyof typeof webhookHeaders], string> {
  return {
    [webhookHeaders.id]: message.id,
    [webhookHeaders.timestamp]: String(message.timestampSeconds),
    [webhookHeaders.signature]: keys.map((key) => signatureOf(key, message)).join(' '),
  }
}

/**
 * The id of a message that one of the keys has signed lately; undefined where none has. Says nothing about whether it was seen before. Throws HP_AUTH for
 * headers that are missing or malformed, and for a time too far from ours, in either direction.
 */
export function verifyMessage(
  keys: readonly VerifyingKey[],
  headers: SignedHeaders,
  body: Buffer,
  nowMs: number,
): string | undefined {
  const message = readMessage(headers, body)
  if (Math.abs(message.timestampSeconds * 1000 - nowMs) > clockSkewMs) {
    throw unproven(`${webhookHeaders.timestamp} is too far from now`)
  }
  const given = header(headers, webhookHeaders.signature).split(' ').slice(0, signaturesMax)
  const isSigned = keys.some((key) => given.some((signature) => isBy(key, signature, message)))
  return isSigned ? message.id : undefined
}

function readMessage(headers: SignedHeaders, body: Buffer): Message {
  const id = header(headers, webhookHeaders.id)
  const timestamp = header(headers, webhookHeaders.timestamp)
  if (!idPattern.test(id)) throw unproven(`${webhookHeaders.id} is not an id`)
  if (!timestampPattern.test(timestamp)) throw unproven(`${webhookHeaders.timestamp} is no time`)
  return { id, timestampSeconds: Number(timestamp), body }
}

function header(headers: SignedHeaders, name: string): string {
  const value = headers[name]
  if (typeof value !== 'string' || value === '') throw unproven(`send ${name}`)
  return value
}

function signatureOf(key: SigningKey, message: Message): string {
  const bytes = signedBytes(message)
  const signature = key.scheme === 'v1' ? macOf(key.secret, bytes) : sign(null, bytes, key.key)
  return `${key.scheme},${signature.toString('base64')}`
}

function isBy(key: VerifyingKey, given: string, message: Message): boolean {
  const comma = given.indexOf(',')
  if (given.slice(0, comma) !== key.scheme) return false
  const signature = Buffer.from(given.slice(comma + 1), 'base64')
  const bytes = signedBytes(message)
  return key.scheme === 'v1'
    ? sameBytes(signature, macOf(key.secret, bytes))
    : verify(null, bytes, key.key, signature)
}

function signedBytes({ id, timestampSeconds, body }: Message): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestampSeconds}.`), body])
}

function macOf(secret: Secret, bytes: Buffer): Buffer {
  return createHmac('sha256', secret.reveal()).update(bytes).digest()
}

function parseKey(text: string, file: string): readonly [prefix: string, bytes: Buffer] {
  const [, prefix = '', base64 = ''] = /^(wh[a-z]+_)([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? []
  if (prefix === '') throw refuse(file, 'is not a key of Standard Webhooks')
  return [prefix, Buffer.from(base64, 'base64')]
}

function secretOf(bytes: Buffer, file: string): Secret {
  const { min, max } = secretBytes
  if (bytes.length >= min && bytes.length <= max) return new Secret(bytes)
  throw refuse(file, `must be a secret of ${min} to ${max} bytes`)
}

function privateKeyOf(bytes: Buffer, file: string): KeyObject {
  if (bytes.length !== seedBytes && bytes.length !== pairBytes) {
    throw refuse(file, 'must be an Ed25519 private key')
  }
  const der = Buffer.concat([pkcs8Head, bytes.subarray(0, seedBytes)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const own = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const named = bytes.subarray(seedBytes)
  if (named.length === 0 || named.equals(own.subarray(spkiHead.length))) return key
  throw refuse(file, 'holds a public key that is not of its private key')
}

const refuse = (file: string, rule: string): HoldpointError =>
  new HoldpointError('HP_CONFIG', { file, field: 'key', rule })

const unproven = (rule: string): HoldpointError => new HoldpointError('HP_AUTH', { rule })
