/** The unsealing role: the only code that opens what was sealed, for the executor that holds the claim, and the agent whom policy clears for its result. Subpath, so that nobody else loads it. */
import { createDecipheriv, createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { HoldpointError, isHoldpointError, parseJson, recordBytesMax } from '@holdpoint/contracts'
import { type CompactDecryptGetKey, compactDecrypt } from 'jose'
import { decodeBase64url } from './base64url.ts'
import { claimedType, jwsTypes } from './jws.ts'
import { type PrivateJwk, thumbprint } from './key.ts'
import { type Receipt, verifyReceipt } from './receipt.ts'
import { bindingFor, type Expected } from './receipt-seals.ts'
import { type Party, verifyRequest } from './request.ts'
import { type ResultReceipt, verifyResultReceipt } from './result-receipt.ts'
import { sealAlgorithms } from './sealer.ts'
import type { Trust } from './trust.ts'

/** Unwrapped data keys kept in memory: one an hour and sealing process, so two days of ten of them. */
const dataKeysMax = 512
const tagBytes = 16
const ivBytes = 12
const keyBytes = 32

export interface Unsealed {
  /** The bytes as they were sealed. */
  readonly plaintext: Buffer
  readonly receipt: Receipt | ResultReceipt
}

/** What is asked of the unsealing role. */
export interface UnsealRequest {
  /** Compact JWE. */
  readonly sealed: string
  readonly receipt: string
  /** A request to `unseal`, signed by the key that the receipt is bound to. */
  readonly proof: string
}

interface Known {
  readonly trust: Trust
  readonly atMs: number
}

interface Parts {
  readonly header: Readonly<Record<string, unknown>>
  readonly text: string
  readonly encryptedKey: Buffer
  readonly iv: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

export class Unsealer {
  readonly #keys: ReadonlyMap<string, KeyObject>
  readonly #dataKeys = new Map<string, Buffer>()

  /** Private X25519 or P-256 JWKs, present and former. */
  constructor(privateJwks: readonly PrivateJwk[]) {
    this.#keys = new Map(privateJwks.map((jwk) => [thumbprint(jwk), importUnsealing(jwk)]))
  }

  /**
   * Opens an original for the executor that holds the claim, and a result for the agent that policy clears: the receipt must be the gate's and in time, and the
   * proof (a request to `unseal`) by the very key that the receipt is bound to. The claimer of a reversal also gets what that takes back: the original, and its
   * outcome. Throws HP_RECEIPT_INVALID, HP_AUTH or HP_SEAL_INVALID.
   */
  unseal(given: UnsealRequest, known: Known): Promise<Unsealed> {
    const isOfResult = claimedType(given.receipt) === jwsTypes.resultReceipt
    return isOfResult ? this.#unsealResult(given, known) : this.#unsealOriginal(given, known)
  }

  async #unsealOriginal({ sealed, ...given }: UnsealRequest, known: Known): Promise<Unsealed> {
    const { deployment } = known.trust
    const keyOf = known.trust.service('gate')
    const receipt = verifyReceipt(given.receipt, { deployment, atMs: known.atMs, keyOf })
    checkHolder(given.proof, receipt, { kind: 'executor', id: receipt.executor }, known)
    const expected = bindingFor(receipt, split(sealed).header)
    return { plaintext: await this.open(sealed, expected), receipt }
  }

  async #unsealResult({ sealed, ...given }: UnsealRequest, known: Known): Promise<Unsealed> {
    const { deployment } = known.trust
    const keyOf = known.trust.service('gate')
    const receipt = verifyResultReceipt(given.receipt, { deployment, atMs: known.atMs, keyOf })
    checkHolder(given.proof, receipt, { kind: 'agent', id: receipt.agent }, known)
    const { actionId, reported } = receipt
    const expected = { kind: 'outcome', deployment, actionId, reported } as const
    return { plaintext: await this.open(sealed, expected), receipt }
  }

  /** Opens without asking who wants it: for `unseal` and for tests of other implementations. Throws HP_SEAL_INVALID. */
  async open(sealed: string, expected: Expected): Promise<Buffer> {
    const parts = split(sealed)
    checkBinding(parts.header, expected)
    const dataKey = await this.#dataKey(parts.header, expected.deployment)
    const { iv, tag } = parts.header
    const contentKey = decrypt(dataKey, bytesOf(iv), parts.encryptedKey, bytesOf(tag), '')
    if (contentKey.length !== keyBytes) throw refuse('has a content key of another length')
    return decrypt(contentKey, parts.iv, parts.ciphertext, parts.tag, parts.text)
  }

  async #dataKey(header: Parts['header'], deployment: string): Promise<Buffer> {
    const { wk, kid } = header
    if (typeof wk !== 'string' || typeof kid !== 'string') throw refuse('carries no data key')
    const name = createHash('sha256').update(`${kid}\0${wk}`).digest('base64url')
    const cached = this.#dataKeys.get(name)
    if (cached !== undefined) return cached
    const dataKey = await this.#unwrap(wk, kid, deployment)
    const oldest = this.#dataKeys.keys().next()
    if (this.#dataKeys.size >= dataKeysMax && !oldest.done) this.#dataKeys.delete(oldest.value)
    this.#dataKeys.set(name, dataKey)
    return dataKey
  }

  async #unwrap(wk: string, kid: string, deployment: string): Promise<Buffer> {
    const { alg, enc, typ } = sealAlgorithms.dataKey
    const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] }
    const keyOf: CompactDecryptGetKey = ({ kid: recipient }) => {
      const key = this.#keys.get(recipient ?? '')
      if (key === undefined) throw refuse('is for an unsealing key that is not here')
      return key
    }
    const opened = await compactDecrypt(wk, keyOf, options).catch((error: unknown) => {
      throw isHoldpointError(error) ? error : refuse('has a data key that cannot be opened')
    })
    const named = opened.protectedHeader['hp'] as
      | { deployment?: unknown; kid?: unknown }
      | undefined
    const isNamed = named?.deployment === deployment && named.kid === kid
    if (opened.protectedHeader.typ !== typ || !isNamed) throw refuse('has a foreign data key')
    if (opened.plaintext.length !== keyBytes) throw refuse('has a data key of another length')
    return Buffer.from(opened.plaintext)
  }
}

/** The receipt's own key, in the hands of the party that it names. */
function checkHolder(
  proof: string,
  { actionId, claimId, keyThumbprint }: Receipt | ResultReceipt,
  { kind, id }: Pick<Party, 'kind' | 'id'>,
  { trust, atMs }: Known,
): void {
  const { deployment, partyOf } = trust
  const asked = { deployment, subject: actionId, act: 'unseal', atMs, partyOf } as const
  const { keyId, party, claim } = verifyRequest(proof, asked)
  if (keyId !== keyThumbprint || party.kind !== kind || party.id !== id) {
    throw new HoldpointError('HP_RECEIPT_INVALID', { rule: 'is bound to another key' })
  }
  if (claim !== claimId) {
    throw new HoldpointError('HP_AUTH', { rule: 'the request names another claim' })
  }
}

function split(sealed: string): Parts {
  if (sealed.length > recordBytesMax) throw refuse('is too long')
  const texts = sealed.split('.')
  const [header, encryptedKey, iv, ciphertext, tag] = texts.map(decodeBase64url)
  if (texts.length !== 5 || !header || !encryptedKey || !iv || !ciphertext || !tag) {
    throw refuse('is not a compact JWE')
  }
  return { header: readHeader(header), text: texts[0] ?? '', encryptedKey, iv, ciphertext, tag }
}

function readHeader(bytes: Buffer): Parts['header'] {
  let header: unknown
  try {
    header = parseJson(bytes)
  } catch {
    throw refuse('has no header in I-JSON')
  }
  if (typeof header !== 'object' || header === null) throw refuse('has no header')
  return header as Parts['header']
}

function checkBinding(header: Parts['header'], expected: Expected): void {
  const { alg, enc, typ, kid, iv, tag, wk, hp, ...rest } = header
  const { content } = sealAlgorithms
  if (alg !== content.alg || enc !== content.enc || typ !== content.typ) {
    throw refuse('is not sealed with the pinned algorithms')
  }
  if (Object.keys(rest).length > 0) throw refuse('has a header member that is not allowed')
  const bound = (typeof hp === 'object' && hp !== null ? hp : {}) as Record<string, unknown>
  for (const [name, value] of Object.entries(expected)) {
    if (bound[name] !== value) throw refuse(`is bound to another ${name}`)
  }
}

function decrypt(key: Buffer, iv: Buffer, ciphertext: Buffer, tag: Buffer, additional: string) {
  if (iv.length !== ivBytes || tag.length !== tagBytes) throw refuse('has a malformed IV or tag')
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  decipher.setAuthTag(tag).setAAD(Buffer.from(additional))
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch {
    throw refuse('was changed')
  }
}

function bytesOf(value: unknown): Buffer {
  const bytes = typeof value === 'string' ? decodeBase64url(value) : undefined
  if (bytes === undefined) throw refuse('has a malformed header')
  return bytes
}

function importUnsealing(jwk: PrivateJwk): KeyObject {
  const isCurve = jwk.crv === 'X25519' || jwk.crv === 'P-256'
  try {
    if (isCurve) return createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    // Falls through: the reason could quote key material.
  }
  const rule = 'is not a private X25519 or P-256 key as a JWK'
  throw new HoldpointError('HP_CONFIG', { file: 'unsealing key', field: 'key', rule })
}

const refuse = (rule: string): HoldpointError => new HoldpointError('HP_SEAL_INVALID', { rule })
