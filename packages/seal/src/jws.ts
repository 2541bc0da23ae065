/** Compact JWS with everything pinned: EdDSA, one `typ` per kind of statement, exactly three header members, keys from the caller's own list. */
import { canonicalize, clockSkewMs, HoldpointError, isValid, parseJson } from '@holdpoint/contracts'
import type { TSchema } from 'typebox'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { isInForce, type KeyOf, type Signer, type VerifyKey } from './key.ts'
import { type CheckSignature, checkNow, type Sign } from './signature.ts'

/** A compact JWS of ours has a header of about 100 and a payload below 2,000 characters; command fields that carry one allow as much. */
export const jwsCharsMax = 8192

/** A statement of one kind can never pass as one of another. */
export const jwsTypes = {
  intent: 'hp-intent+jwt',
  outcome: 'hp-outcome+jwt',
  request: 'hp-request+jwt',
  grant: 'hp-grant+jwt',
  receipt: 'hp-receipt+jwt',
  resultReceipt: 'hp-result-receipt+jwt',
  command: 'hp-command+jwt',
  saying: 'hp-saying+jwt',
  fact: 'hp-fact',
  head: 'hp-head',
} as const
export type JwsType = (typeof jwsTypes)[keyof typeof jwsTypes]

export interface VerifiedJws {
  readonly payload: Buffer
  readonly key: VerifyKey
}

export interface Verified<C> {
  readonly claims: C
  readonly key: VerifyKey
}

/** Makes the error that fits where the statement was met. `rule` is the rest of a sentence, without values. */
export type Refuse = (rule: string) => HoldpointError

/** Compact JWS over the JCS of `payload`, or over bytes as they are. */
export function signJws(signer: Signer, typ: JwsType, payload: object | Buffer): string {
  const input = inputOf(signer, typ, payload)
  return `${input}.${encodeBase64url(signer.sign(Buffer.from(input)))}`
}

export async function signJwsBy(
  sign: Sign,
  signer: Signer,
  typ: JwsType,
  payload: object | Buffer,
): Promise<string> {
  const input = inputOf(signer, typ, payload)
  return `${input}.${encodeBase64url(await sign(signer, Buffer.from(input)))}`
}

function inputOf({ kid }: Signer, typ: JwsType, payload: object | Buffer): string {
  const header = encodeBase64url(JSON.stringify({ alg: 'EdDSA', kid, typ }))
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(canonicalize(payload))
  return `${header}.${encodeBase64url(body)}`
}

/**
 * Checks form, header, key and signature; says nothing about the payload. `atMs` is when the statement was made known (append time of its record): the key
 * must have been in force then.
 */
export function verifyJws(
  compact: string,
  typ: JwsType,
  keyOf: KeyOf,
  atMs: number,
  refuse: Refuse = refuseProof(typ),
  checkSignature: CheckSignature = checkNow,
): VerifiedJws {
  if (compact.length > jwsCharsMax) throw refuse('is too long')
  const parts = compact.split('.')
  const [header, payload, signature] = parts.map(decodeBase64url)
  if (parts.length !== 3 || !header || !payload || !signature) throw refuse('is not a compact JWS')
  const key = keyOf(readKeyId(header, typ, refuse))
  if (key === undefined) throw refuse('names a key that may not sign this')
  if (!isInForce(key, atMs)) throw refuse('is by a key that was not in force')
  const bytes = Buffer.from(compact.slice(0, compact.lastIndexOf('.')))
  checkSignature({ key, bytes, signature, wrong: () => refuse('has a wrong signature') })
  return { payload, key }
}

/** What a compact JWS says it is: to choose how to verify it, never instead of that. */
export function claimedType(compact: string): unknown {
  if (compact.length > jwsCharsMax) return undefined
  const header = decodeBase64url(compact.split('.')[0] ?? '')
  try {
    const members = header === undefined ? undefined : parseJson(header)
    return (members as { typ?: unknown } | null | undefined)?.typ
  } catch {
    return undefined
  }
}

/** The same with the payload left out between the dots (RFC 7515, appendix F). */
export function signDetached(signer: Signer, typ: JwsType, payload: Buffer): string {
  return detached(signJws(signer, typ, payload))
}

export async function signDetachedBy(
  sign: Sign,
  signer: Signer,
  typ: JwsType,
  payload: Buffer,
): Promise<string> {
  return detached(await signJwsBy(sign, signer, typ, payload))
}

function detached(compact: string): string {
  const [header, , signature] = compact.split('.')
  return `${header}..${signature}`
}

export function verifyDetached(
  compact: string,
  typ: JwsType,
  payload: Buffer,
  keyOf: KeyOf,
  atMs: number,
): VerifyKey {
  const [header, between, signature, more] = compact.split('.')
  if (between !== '' || more !== undefined) throw refuseProof(typ)('is not a detached JWS')
  const whole = `${header}.${encodeBase64url(payload)}.${signature}`
  return verifyJws(whole, typ, keyOf, atMs).key
}

/** A kind of JWS whose payload must have exactly the members of `schema`: unknown ones are refused like missing ones. */
export class Statement<C extends object> {
  readonly #typ: JwsType
  readonly #schema: TSchema

  constructor(typ: JwsType, schema: TSchema) {
    this.#typ = typ
    this.#schema = schema
  }

  sign(signer: Signer, claims: C): string {
    return signJws(signer, this.#typ, claims)
  }

  signBy(sign: Sign, signer: Signer, claims: C): Promise<string> {
    return signJwsBy(sign, signer, this.#typ, claims)
  }

  verify(
    compact: string,
    keyOf: KeyOf,
    atMs: number,
    refuse: Refuse,
    checkSignature?: CheckSignature,
  ): Verified<C> {
    const { payload, key } = verifyJws(compact, this.#typ, keyOf, atMs, refuse, checkSignature)
    return { claims: this.#read(payload, refuse), key }
  }

  /** What it says, without any check of who says so. */
  peek(compact: string, refuse: Refuse): C {
    return this.#read(decodeBase64url(compact.split('.')[1] ?? '') ?? Buffer.alloc(0), refuse)
  }

  #read(payload: Buffer, refuse: Refuse): C {
    const claims = readJson(payload, refuse)
    if (!isValid(this.#schema, claims)) throw refuse('lacks a claim, or has a wrong or unknown one')
    return claims as C
  }
}

export const refuseProof =
  (field: string): Refuse =>
  (rule) =>
    new HoldpointError('HP_PROOF_INVALID', { field, rule })

/** NumericDate: whole seconds, rounded down, so that nothing lives longer than was said. */
export const seconds = (ms: number): number => Math.floor(ms / 1000)

export function isWithinSkew(iat: number, atMs: number): boolean {
  return Math.abs(iat * 1000 - atMs) <= clockSkewMs
}

function readKeyId(header: Buffer, typ: JwsType, refuse: Refuse): string {
  const members = readJson(header, refuse)
  if (typeof members !== 'object' || members === null) throw refuse('has no header')
  const { alg, kid, typ: given, ...rest } = members as Record<string, unknown>
  if (alg !== 'EdDSA') throw refuse('is not signed with EdDSA')
  if (given !== typ) throw refuse(`is not of type ${typ}`)
  if (typeof kid !== 'string') throw refuse('names no key')
  // Also refuses crit, b64, jwk, jku and x5c: none of them may change what is checked, or with which key.
  if (Object.keys(rest).length > 0) throw refuse('has a header member that is not allowed')
  return kid
}

function readJson(bytes: Buffer, refuse: Refuse): unknown {
  try {
    return parseJson(bytes)
  } catch {
    throw refuse('is not I-JSON')
  }
}
