/** A log in which every signature is real: for the verifier's tests. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Action,
  type DecisionEvent,
  decisionNonce,
  deriveActionId,
  digestBytes,
  digestOf,
  type Verdict,
} from '@holdpoint/contracts'
import {
  generateKey,
  parseTrust,
  Signer,
  signIntent,
  signOutcome,
  signRequest,
  type Trust,
} from '@holdpoint/seal'
import { PosixLog } from '@holdpoint/tlog/store'
import { type Draft, startMs } from '../gate-hand.ts'
import { type EventLeaf, encodeLeaf, isEvent, type Leaf, parseLeaf } from '../leaf.ts'
import { logSigner, logVkey } from '../log-key.ts'
import { AuditRig, deployment, origin } from '../rig.ts'

const salt = 'AAECAwQFBgcICQoLDA0ODw'
const issuer = 'https://id.example'
const signer = () => new Signer(generateKey().privateJwk)

export class World {
  readonly rig = new AuditRig(2)
  readonly agent = signer()
  readonly executor = signer()
  readonly otherExecutor = signer()
  readonly issuer = signer()
  /** Key of p-1's own. */
  readonly person = signer()
  readonly trustText: string
  readonly trust: Trust
  readonly directoryText = JSON.stringify({
    people: [
      { id: 'p-1', groups: [], subjects: [{ issuer, subject: 'one' }] },
      { id: 'p-2', groups: [], subjects: [{ issuer, subject: 'two' }] },
    ],
    groups: [],
    agents: [],
  })
  private dirs = 0

  constructor() {
    const keys = (...signers: Signer[]) => signers.map(({ publicJwk }) => publicJwk)
    this.trustText = JSON.stringify({
      deployment,
      services: { gate: keys(this.rig.gate.signer), auditor: keys(this.rig.signer) },
      agents: { bot: { keys: keys(this.agent) } },
      executors: {
        'exec-1': { audiences: ['pay'], keys: keys(this.executor) },
        'exec-2': { audiences: ['pay'], keys: keys(this.otherExecutor) },
      },
      people: { 'p-1': { keys: keys(this.person) } },
      issuers: [{ issuer, audience: 'holdpoint', keys: keys(this.issuer) }],
    })
    this.trust = parseTrust(this.trustText)
  }

  get vkey(): string {
    return logVkey(origin, this.rig.signer.publicJwk)
  }

  /** An auditor that logs two lives, one to its end and one denied, in two slots. */
  async log(): Promise<Leaf[]> {
    const running = await this.rig.start()
    for (const slot of [0, 1]) {
      const story = this.story(slot)
      await this.rig.write(slot, this.adopted(), ...story.slice(0, 1))
      await this.rig.write(slot, ...story.slice(1))
      await this.rig.settled(running)
    }
    await running.auditor.stop()
    return await this.rig.read()
  }

  /** Slot 0: approved, claimed, succeeded. Slot 1: denied by a person. */
  story(n: number, verdict: Verdict = n === 0 ? 'approve' : 'deny'): Draft[] {
    const id = deriveActionId('bot', String(n))
    const action: Action = { id, type: 'a.b', agent: { id: 'bot' }, params: { n } }
    const { proof, intended } = signIntent({
      ...{ signer: this.agent, deployment, action, salt, nowMs: startMs },
    })
    const presented = digestOf(digestBytes(`0/action`).slice(7), action)
    const held: Draft = {
      ...{ kind: 'held', atMs: startMs, actionId: id, revision: 1 },
      body: {
        origin: {
          ...{ type: 'a.b', agent: 'bot', intended, presented, receivedAtMs: startMs, labels: [] },
          identity: { kind: 'signed', keyId: this.agent.kid, proof },
          source: { topic: 't.actions.intended', partition: n, offset: 1 },
          redactor: { version: '1', config: digestBytes('c') },
        },
        demand: { quorum: 1, groups: [], assurance: 'sso', denials: 1, reasonRequired: false },
        ...{ rule: 'r', decideByMs: startMs + 900_000 },
      },
      views: { action },
    }
    const nonce = decisionNonce({ actionId: id, presented, verdict })
    const voted: Draft = {
      ...{ kind: 'voted', atMs: startMs + 1000, actionId: id, revision: 2 },
      body: {
        ...{ person: 'p-1', verdict, assurance: 'sso', channel: 'console', commandId: 'c' },
        tally: { approvals: 1, denials: 0, quorum: 1 },
      },
      views: { token: this.token('one', nonce) },
    }
    const votes = [{ person: 'p-1', revision: 2 }]
    const decided = { atMs: startMs + 1000, actionId: id, revision: 3 }
    if (verdict === 'deny') {
      return [held, voted, { ...decided, kind: 'denied', body: { by: 'people', rule: 'r', votes } }]
    }
    const grant = { jti: 'j', audience: 'pay', notBeforeMs: startMs, expiresMs: startMs + 600_000 }
    const approved: Draft = {
      ...{ ...decided, kind: 'approved', body: { by: 'people', rule: 'r', votes, grant } },
    }
    return [held, voted, approved, this.claimed(id), this.succeeded(id)]
  }

  adopted(): Draft {
    const texts = { policy: 'p', directory: this.directoryText, trust: this.trustText }
    const [policy, directory, trust] = Object.values(texts).map((text) => digestBytes(text))
    if (!policy || !directory || !trust) throw new Error('three texts')
    return { kind: 'adopted', atMs: startMs, body: { policy, directory, trust }, views: texts }
  }

  /** An ID token of the issuer. */
  token(subject: string, nonce: string): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const seconds = startMs / 1000
    const claims = { iss: issuer, aud: 'holdpoint', sub: subject, iat: seconds, exp: seconds + 300 }
    const input = `${part({ alg: 'EdDSA', typ: 'JWT', kid: this.issuer.kid })}.${part({ ...claims, nonce })}`
    return `${input}.${this.issuer.sign(Buffer.from(input)).toString('base64url')}`
  }

  /** A log signed by the auditor's own key that says what it likes; views as the true one has them. */
  async forge(leaves: readonly Leaf[]): Promise<string> {
    this.dirs += 1
    const dir = join(this.rig.dir, `forged-${this.dirs}`)
    mkdirSync(dir)
    cpSync(join(this.rig.dir, 'views'), join(dir, 'views'), { recursive: true })
    const signers = [logSigner(origin, this.rig.signer)]
    const log = await PosixLog.open({ dir, origin, signers, verifiers: [this.rig.verifier] })
    await log.append({ entries: leaves.map((leaf) => encodeLeaf(leaf)), positions: [] })
    await log.close()
    return dir
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.rig.dir, name)
    writeFileSync(path, content)
    return path
  }

  private claimed(id: Action['id']): Draft {
    const nowMs = startMs + 2000
    const claim = { deployment, subject: id, act: 'claim', grant: 'j', nowMs } as const
    return {
      ...{ kind: 'claimed', atMs: nowMs, actionId: id, revision: 4 },
      body: {
        ...{ executor: 'exec-1', claimId: 'cl', deadlineMs: nowMs + 300_000 },
        keyThumbprint: this.executor.kid,
        request: signRequest(this.executor, claim),
      },
    }
  }

  private succeeded(id: Action['id']): Draft {
    const nowMs = startMs + 3000
    const outcome = { actionId: id, claimId: 'cl', status: 'succeeded', result: 1 } as const
    const { proof, reported } = signOutcome({
      ...{ signer: this.executor, deployment, outcome, salt, nowMs },
    })
    return {
      ...{ kind: 'succeeded', atMs: nowMs, actionId: id, revision: 5 },
      body: { claimId: 'cl', executor: 'exec-1', cause: 'reported', proof, reported },
      views: { result: 'masked' },
    }
  }
}

/** A copy of the leaf of this kind with changes, all else untouched. */
export function changed(
  leaves: readonly Leaf[],
  kind: string,
  change: (leaf: EventLeaf) => void,
): Leaf[] {
  const at = leaves.findIndex((leaf) => isEvent(leaf) && leaf.fact.kind === kind)
  const copy = parseLeaf(encodeLeaf(leaves[at] as Leaf))
  if (isEvent(copy)) change(copy)
  return leaves.with(at, copy)
}

export type { DecisionEvent }
