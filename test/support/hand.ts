/** An executor's steps by hand: what its library does, one at a time, so that a test can do one of them wrong. */
import type { ActionId, GrantIssued, Outcome } from '@holdpoint/contracts'
import { type RequestExtras, Signer, signOutcome, signRequest } from '@holdpoint/seal'
import { uniqueName } from '@holdpoint/testkit'
import { grantOf } from './forgery.ts'
import { type Answer, answerOf } from './people.ts'
import { executorId, type Stage } from './stage.ts'

const salt = 'AAECAwQFBgcICQoLDA0ODw'
/** An edge answers within 10 s, unless its process is stopped. */
const answerWithinMs = 15_000

export interface Claimed {
  readonly issued: GrantIssued
  readonly receipt: string
  readonly claimId: string
}

export class Hand {
  private readonly at: Stage
  private readonly gate: string
  readonly id: string
  readonly signer: Signer

  constructor(at: Stage, id = executorId, gate = at.hp.urls.gate) {
    this.at = at
    this.gate = gate
    this.id = id
    this.signer = new Signer(at.key(`executor-${id}.jwk`))
  }

  request(subject: string, act: 'claim' | 'unseal' | 'outcome', extras: RequestExtras): string {
    const { urn: deployment } = this.at.hp
    const signed = { deployment, subject, act, nowMs: Date.now(), jti: uniqueName('request') }
    return signRequest(this.signer, { ...signed, ...extras })
  }

  /** Answer of the gate. */
  claim(id: ActionId, grant: string): Promise<Answer> {
    return this.claimWith(id, this.request(id, 'claim', { grant }))
  }

  /** With a request that may have been sent before. */
  claimWith(id: ActionId, request: string): Promise<Answer> {
    const headers = { authorization: `HP ${request}` }
    return this.post('gate', `/v1/actions/${id}/claim`, '{}', headers)
  }

  /** Waits for the grant and claims it. */
  async take(id: ActionId): Promise<Claimed> {
    const issued = await grantOf(this.at, id)
    const { status, body, text } = await this.claim(id, jtiOf(issued.grant))
    if (status !== 200) throw new Error(`claim refused: ${text}`)
    return { issued, receipt: body.receipt, claimId: body.claim.id }
  }

  unseal(
    { issued, receipt, claimId }: Claimed,
    changed: { sealed?: string; receipt?: string; proof?: string } = {},
  ): Promise<Answer> {
    const proof = this.request(issued.actionId, 'unseal', { claim: claimId })
    const asked = { sealed: issued.sealed, receipt, proof, ...changed }
    return this.post('unsealer', '/v1/unseal', JSON.stringify(asked))
  }

  report(outcome: Outcome): Promise<Answer> {
    const { urn: deployment } = this.at.hp
    const signed = { signer: this.signer, deployment, outcome, salt, nowMs: Date.now() }
    const { proof } = signOutcome(signed)
    return this.post('redactor', '/v1/outcomes', JSON.stringify(outcome), {
      ...{ 'hp-proof': proof, 'hp-salt': salt },
    })
  }

  private async post(
    to: 'gate' | 'unsealer' | 'redactor',
    path: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const all = { 'content-type': 'application/json', ...headers }
    const base = to === 'gate' ? this.gate : this.at.hp.urls[to]
    const signal = AbortSignal.timeout(answerWithinMs)
    return answerOf(await fetch(`${base}${path}`, { method: 'POST', body, headers: all, signal }))
  }
}

/** What a grant says its number is. */
export function jtiOf(grant: string): string {
  const payload = Buffer.from(grant.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(payload) as { jti: string }).jti
}
