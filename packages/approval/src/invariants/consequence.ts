/**
 * What must follow from decisions, and from nothing else: a grant from each approval, a revocation from each grant that ends unclaimed, one end for the agent
 * from each that ends, a run from a claim. Topics are read one after another, so what has no counterpart yet is held against the system only when asked.
 */
import {
  type ActionSettled,
  commit,
  type Fact,
  type GrantIssued,
  type GrantRevoked,
} from '@holdpoint/contracts'
import type { Report } from './chain.ts'
import { hasEnded, type Life } from './life.ts'
import type { ObserverOptions, Run } from './observed.ts'

type Lives = ReadonlyMap<string, Life>

export class Consequences {
  private readonly grants = new Map<string, GrantIssued>()
  private readonly revocations = new Map<string, GrantRevoked>()
  private readonly ends = new Map<string, ActionSettled>()
  /** What was told once more, after a reconciliation. */
  private readonly amendments = new Map<string, ActionSettled>()
  private readonly runs = new Map<string, Run>()
  /** Actions of which something has no counterpart yet. */
  private readonly open = new Set<string>()
  private rejections = 0
  private turnedAway = 0
  private readonly options: ObserverOptions
  private readonly report: Report

  constructor(options: ObserverOptions, report: Report) {
    this.options = options
    this.report = report
  }

  decision(fact: Fact): void {
    if (fact.actionId !== undefined && fact.revision !== undefined) this.open.add(fact.actionId)
    const isIntent = fact.kind === 'refused' && fact.body.command === 'intent'
    if (fact.kind === 'rejected' || isIntent) this.turnedAway += 1
  }

  grant(issued: GrantIssued): void {
    this.once(this.grants, issued.actionId, issued, 'is released twice')
  }

  revocation(revoked: GrantRevoked): void {
    this.once(this.revocations, revoked.actionId, revoked, 'has its grant taken back twice')
  }

  settled(end: ActionSettled): void {
    if (end.status === 'rejected') this.rejections += 1
    else if (end.actionId === undefined) this.report('an end without an action')
    else if (end.reconciled) {
      this.once(this.amendments, end.actionId, end, 'is reconciled twice for its agent')
    } else this.once(this.ends, end.actionId, end, 'ends twice for its agent')
  }

  run(run: Run): void {
    this.once(this.runs, run.actionId, run, 'runs twice')
  }

  /** Says what has no counterpart, and what has a wrong one. Afterwards it is not said again. */
  settle(lives: Lives): void {
    for (const id of this.open) {
      const say: Report = (what) => this.report(`action ${id} ${what}`)
      const life = lives.get(id)
      this.checkGrant(this.grants.get(id), life, say)
      this.checkRevocation(this.revocations.get(id), life, say)
      this.checkEnd(this.ends.get(id), life, say)
      this.checkAmendment(this.amendments.get(id), life, say)
      this.checkRun(this.runs.get(id), life, say)
      if (life?.owes) say(`is not ${life.owes}, although enough people have voted so`)
    }
    this.open.clear()
    if (this.rejections !== this.turnedAway) {
      this.report(
        `${this.turnedAway} records were turned away, agents were told of ${this.rejections}`,
      )
      this.turnedAway = this.rejections
    }
  }

  private checkGrant(grant: GrantIssued | undefined, life: Life | undefined, say: Report): void {
    const approved = life?.approved
    if (!approved) {
      if (grant) say('is released without a decision')
      return
    }
    if (!grant) {
      say('is approved and not released')
      return
    }
    const { presented, type } = life.origin ?? {}
    const { audience, expiresMs, jti } = approved.body.grant
    if (grant.audience !== audience || grant.expiresMs !== expiresMs || grant.type !== type) {
      say('is released on other terms than were decided')
    }
    if (grant.presented !== presented || commit(grant.salt, grant.action) !== presented) {
      say('is released with another view than was decided on')
    }
    const { jtiOf } = this.options
    if (jtiOf && jtiOf(grant.grant) !== jti) say('is released under another grant than was decided')
  }

  private checkRevocation(
    revoked: GrantRevoked | undefined,
    life: Life | undefined,
    say: Report,
  ): void {
    if (!life?.isGrantOver) {
      if (revoked) say('has a grant taken back that still holds')
      return
    }
    if (!revoked) {
      say('ends and executors are not told')
      return
    }
    const { jti, audience } = life.approved?.body.grant ?? {}
    const status = life.status === 'lapsed' ? 'lapsed' : 'revoked'
    if (revoked.jti !== jti || revoked.audience !== audience || revoked.status !== status) {
      say('has another grant taken back')
    }
  }

  private checkEnd(end: ActionSettled | undefined, life: Life | undefined, say: Report): void {
    if (!life || !hasEnded(life)) {
      if (end) say(`is called ${end.status} and has not ended`)
      return
    }
    if (!end) {
      say('ends and its agent is not told')
      return
    }
    const { agent, intended } = life.origin ?? {}
    const status = life.reconciled ? 'unknown' : life.status
    if (end.status !== status || end.agent !== agent || end.intended !== intended) {
      say(`ends as ${status} and its agent is told otherwise`)
    }
  }

  private checkAmendment(
    end: ActionSettled | undefined,
    life: Life | undefined,
    say: Report,
  ): void {
    const found = life?.reconciled?.body.found
    if (found === undefined && end) say('is called reconciled and is not')
    if (found !== undefined && end?.status !== found) {
      say(`is reconciled as ${found} and its agent is not told so`)
    }
  }

  private checkRun(run: Run | undefined, life: Life | undefined, say: Report): void {
    if (!run) return
    const { claimId, executor } = life?.claimed?.body ?? {}
    if (run.claimId !== claimId || run.executor !== executor) say('runs without the claim')
  }

  private once<T>(seen: Map<string, T>, id: string, value: T, twice: string): void {
    if (seen.has(id)) this.report(`action ${id} ${twice}`)
    seen.set(id, value)
    this.open.add(id)
  }
}
