/** What a party makes out of its private key: signatures, and the secret behind its salts. */
import { hkdfSync } from 'node:crypto'
import {
  deriveSalt,
  type PrivateJwk,
  type RequestAct,
  type RequestExtras,
  Secret,
  Signer,
  signRequest,
} from '@holdpoint/seal'
import type { Surroundings } from './surroundings.ts'

const secretBytes = 32
const jtiBytes = 16

export class Identity {
  readonly id: string
  readonly deployment: string
  readonly signer: Signer
  readonly surroundings: Surroundings
  readonly #saltSecret: Secret

  /** `key`: Ed25519, private. Throws HP_CONFIG for another. */
  constructor(
    party: { readonly id: string; readonly key: PrivateJwk },
    deployment: string,
    surroundings: Surroundings,
  ) {
    this.id = party.id
    this.deployment = deployment
    this.surroundings = surroundings
    this.signer = new Signer(party.key, `key of ${party.id}`)
    const seed = Buffer.from(party.key.d, 'base64url')
    const derived = hkdfSync('sha256', seed, '', 'holdpoint.sdk-salt.v1', secretBytes)
    this.#saltSecret = new Secret(new Uint8Array(derived))
  }

  /** The same for the same subject and purpose as long as the key is the same: a repeat has the same digest. */
  salt(subject: string, purpose: 'intended' | 'reported'): string {
    return deriveSalt(this.#saltSecret, subject, purpose)
  }

  /** A signed request, never the same twice. */
  request(subject: string, act: RequestAct, extras: RequestExtras = {}): string {
    const { deployment, surroundings } = this
    const jti = Buffer.from(surroundings.randomBytes(jtiBytes)).toString('base64url')
    return signRequest(this.signer, {
      ...{ deployment, subject, act, nowMs: surroundings.nowMs() },
      ...{ jti, ...extras },
    })
  }
}
