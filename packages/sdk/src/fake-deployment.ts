/** A deployment for tests: keys, trust file, sealing and signing as the real services do them, and what lies at the gate. What a hostile part would do is ordered. */
import {
  type Action,
  type ActionId,
  canonicalize,
  digestOf,
  type GrantIssued,
  HoldpointError,
  noDigest,
  type Outcome,
} from '@holdpoint/contracts'
import {
  generateKey,
  generateUnsealingKey,
  parseTrust,
  Sealer,
  Signer,
  signGrant,
  signReceipt,
  wrapTo,
} from '@holdpoint/seal'
import { Unsealer } from '@holdpoint/seal/unseal'

export const deployment = 'urn:holdpoint:test'
const viewSalt = 'dmlld3NhbHR2aWV3c2FsdA'
const runWithinMs = 60_000

export interface Held {
  readonly action: Action
  readonly salt: string
  readonly proof: string
  readonly intended: GrantIssued['presented']
  status: string
  issued?: GrantIssued
  jti?: string
  claim?: { id: string; executor: string; keyThumbprint: string; atMs: number; deadlineMs: number }
  outcome?: Outcome
  reason?: string
}

export class FakeDeployment {
  readonly agent = generateKey()
  readonly spy = generateKey()
  readonly executor = generateKey()
  readonly rival = generateKey()
  readonly gate = generateKey()
  readonly held = new Map<string, Held>()
  readonly trust = parseTrust(
    JSON.stringify({
      deployment,
      services: { gate: [this.gate.publicJwk] },
      agents: { bot: { keys: [this.agent.publicJwk] }, spy: { keys: [this.spy.publicJwk] } },
      executors: {
        payer: { audiences: ['billing'], keys: [this.executor.publicJwk] },
        rival: { audiences: ['billing'], keys: [this.rival.publicJwk] },
      },
    }),
  )
  nowMs = () => Date.now()
  /** What was asked for, in ms, and how often it is given. */
  readonly extensions: number[] = []
  extensionsMax = Number.POSITIVE_INFINITY
  /** What a redactor gone bad seals instead. */
  changeSealed: (sealed: unknown) => unknown = (sealed) => sealed
  readonly unsealer: Unsealer
  readonly changed = new EventTarget()
  readonly #gateSigner = new Signer(this.gate.privateJwk)
  readonly #sealer: Sealer

  constructor() {
    const unsealing = generateUnsealingKey()
    this.unsealer = new Unsealer([unsealing.privateJwk])
    this.#sealer = new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) })
  }

  /** The decision is made: a grant lies ready. `masked`: what the reviewer saw, where that is not the action itself. */
  async approve(
    id: ActionId,
    masked?: unknown,
    terms: { audience?: string; nowMs?: number; lifeMs?: number; signer?: Signer } = {},
  ): Promise<GrantIssued> {
    const held = this.known(id)
    const { action, salt, proof, intended } = held
    const view = masked ?? action
    const { audience = 'billing', nowMs = this.nowMs(), lifeMs = 60_000 } = terms
    const presented = digestOf(viewSalt, view)
    const jti = `${id}/2`
    const sealed = this.changeSealed({ action, salt, proof })
    const issued: GrantIssued = {
      ...{ actionId: id, type: action.type, audience, action: view, salt: viewSalt, presented },
      sealed: await this.#sealer.seal(
        Buffer.from(canonicalize(sealed)),
        { kind: 'action', actionId: id, intended, presented },
        nowMs,
      ),
      grant: signGrant(terms.signer ?? this.#gateSigner, {
        ...{ deployment, audience, actionId: id, intended, presented, policy: noDigest, jti },
        ...{ decision: { slot: 1, number: 2 }, notBeforeMs: nowMs, expiresMs: nowMs + lifeMs },
      }),
      expiresMs: nowMs + lifeMs,
    }
    this.change(id, { status: 'approved', issued, jti })
    return issued
  }

  /** The answer to a claim by the holder of a key. */
  claim(id: ActionId, executor: string, keyThumbprint: string): Record<string, unknown> {
    const held = this.known(id)
    const { status } = held
    const isMine = held.claim?.keyThumbprint === keyThumbprint
    if (status === 'claimed' && !isMine) throw new HoldpointError('HP_CLAIM_TAKEN')
    if (status !== 'approved' && status !== 'claimed') {
      throw new HoldpointError('HP_ACTION_CLOSED', { status })
    }
    const atMs = this.nowMs()
    const made = { id: `${id}/3`, executor, keyThumbprint, atMs, deadlineMs: atMs + runWithinMs }
    const claim = held.claim ?? made
    this.change(id, { status: 'claimed', claim })
    const repeated = status === 'claimed' ? { repeated: true } : {}
    return { actionId: id, status: 'claimed', claim, receipt: this.#receipt(id), ...repeated }
  }

  /** The answer to a request for more time; `extensionsMax` times it is given. */
  extend(
    id: ActionId,
    keyThumbprint: string,
    claimId: string | undefined,
    forMs: number,
  ): Record<string, unknown> {
    const { claim } = this.known(id)
    if (claim?.id !== claimId || claim?.keyThumbprint !== keyThumbprint) {
      throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'only the claimer extends its claim' })
    }
    if (this.extensions.push(forMs) > this.extensionsMax) {
      throw new HoldpointError('HP_EXTENSION_REFUSED', { rule: 'it has run as long as it may' })
    }
    const deadlineMs = Math.max(claim.deadlineMs, this.nowMs() + forMs)
    this.change(id, { claim: { ...claim, deadlineMs } })
    return { actionId: id, status: 'claimed', receipt: this.#receipt(id) }
  }

  #receipt(id: ActionId): string {
    const { claim, jti = '', intended } = this.known(id)
    if (claim === undefined) throw new HoldpointError('HP_INTERNAL')
    return signReceipt(this.#gateSigner, {
      ...{ deployment, actionId: id, claimId: claim.id, grantJti: jti, intended },
      ...{ executor: claim.executor, keyThumbprint: claim.keyThumbprint },
      ...{ issuedMs: claim.atMs, expiresMs: claim.deadlineMs },
    })
  }

  change(id: ActionId, changes: Partial<Held>): void {
    Object.assign(this.known(id), changes)
    this.changed.dispatchEvent(new Event('changed'))
  }

  known(id: string): Held {
    const held = this.held.get(id)
    if (held === undefined) throw new HoldpointError('HP_ACTION_UNKNOWN', { actionId: id })
    return held
  }
}
