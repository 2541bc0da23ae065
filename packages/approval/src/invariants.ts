/**
 * The whole promise, checked from outside: takes what stands on the topics (and what executors did, and what the log holds) and says in words what must not
 * be. Trusts nobody: votes are counted again, chains hashed again, configurations read back from their announcements. Signatures are for others to verify.
 */
import type { DecisionEvent } from '@holdpoint/contracts'
import { Chains, type Report } from './invariants/chain.ts'
import { checkClock } from './invariants/clock.ts'
import { Configurations } from './invariants/config.ts'
import { Consequences } from './invariants/consequence.ts'
import {
  checkApproved,
  checkDenied,
  checkHeld,
  checkReconciled,
  checkRevoked,
  checkVote,
  owedBy,
} from './invariants/decision.ts'
import { type Frost, Frosts } from './invariants/frost.ts'
import { type Change, follow, isChange, type Life, misplaced, unseen } from './invariants/life.ts'
import type { Observed, ObserverOptions } from './invariants/observed.ts'
import { Reversals } from './invariants/reversal.ts'
import { checkViews } from './invariants/view.ts'
import type { Submission } from './rules.ts'
import { expiryOf } from './submission.ts'

/** Fed piece by piece, so that a simulation can look after every step. */
export class InvariantChecker {
  private readonly found: string[] = []
  private readonly lives = new Map<string, Life>()
  /** Masked actions, as far as policy is asked about them again. */
  private readonly views = new Map<string, { action: unknown; findings: Submission['findings'] }>()
  private readonly configurations = new Configurations()
  private readonly frosts = new Frosts()
  private readonly reversals = new Reversals(this.lives)
  private readonly chains: Chains
  private readonly consequences: Consequences
  private readonly options: ObserverOptions

  constructor(options: ObserverOptions = {}) {
    this.options = options
    const report: Report = (violation) => this.found.push(violation)
    this.chains = new Chains(options, report)
    this.consequences = new Consequences(options, report)
  }

  observe({ decisions, grants, revocations, settled, runs, leaves }: Observed): void {
    for (const event of decisions ?? []) this.decide(event)
    for (const grant of grants ?? []) this.consequences.grant(grant)
    for (const revocation of revocations ?? []) this.consequences.revocation(revocation)
    for (const end of settled ?? []) this.consequences.settled(end)
    for (const run of runs ?? []) this.consequences.run(run)
    for (const leaf of leaves ?? []) this.chains.leaf(leaf)
  }

  /** Everything found so far. Call it where all topics have been read up to the same moment: then each decision must have its consequences. */
  violations(): readonly string[] {
    this.consequences.settle(this.lives)
    return this.found
  }

  private decide(event: DecisionEvent): void {
    const { fact } = event
    const place = `slot ${fact.slot}: fact ${fact.number}`
    const report: Report = (what) => this.found.push(`${place}: action ${fact.actionId} ${what}`)
    const raw: Report = (what) => this.found.push(what)
    this.chains.decision(event)
    checkViews(event, raw)
    this.configurations.check(event, raw)
    this.consequences.decision(fact)
    this.frosts.note(fact)
    if (isChange(fact)) this.change(fact, event, report)
    else if (fact.revision !== undefined) report('has a revision where nothing changed')
  }

  private change(fact: Change, { views }: DecisionEvent, report: Report): void {
    const id = fact.actionId
    if (id === undefined) {
      report('changes and is not named')
      return
    }
    const life = this.lives.get(id) ?? unseen(id, fact.slot)
    this.lives.set(id, life)
    const wrong = misplaced(life, fact)
    if (wrong) report(wrong)
    const action = views['action']
    if (life.status === 'unseen' && action) {
      const findings = (views['findings']?.value ?? []) as Submission['findings']
      this.views.set(id, { action: action.value, findings })
      life.wantedUntilMs = expiryOf(action.value) ?? 0
    }
    const origin = life.origin ?? ('origin' in fact.body ? fact.body.origin : undefined)
    const frost = this.frosts.of(fact.slot, origin, this.views.get(id)?.action)
    checkClock(fact, life, { ...this.options, frost }, report)
    if (life.status === 'unseen') life.reversibleWithinMs = this.reversibleWithinMs(fact, life)
    life.waitedMs = waitedMs(fact, life, frost)
    this.reversals.check(fact, life, report)
    this.judge(fact, life, report)
    const inForce = this.configurations.inForce(fact.slot)
    const owes = fact.kind === 'voted' && inForce ? owedBy(fact, life, inForce) : undefined
    follow(life, fact)
    life.owes = owes
  }

  private judge(fact: Change, life: Life, report: Report): void {
    const inForce = this.configurations.inForce(fact.slot)
    if (!inForce) return
    switch (fact.kind) {
      case 'held':
        checkHeld(fact, inForce, report)
        return
      case 'voted':
        checkVote(fact, life, inForce, report)
        return
      case 'approved':
        checkApproved(fact, life, inForce, this.submission(fact, life), report)
        return
      case 'denied':
        checkDenied(fact, life, inForce, report)
        return
      case 'revoked':
        checkRevoked(fact, life, inForce, report)
        return
      case 'reconciled':
        checkReconciled(fact, life, inForce, report)
        return
      default:
        return
    }
  }

  private reversibleWithinMs(fact: Change, life: Life): Life['reversibleWithinMs'] {
    const submission = this.submission(fact, life)
    if (!submission) return 'erased'
    const ruling = this.configurations.inForce(fact.slot)?.policy.rule(submission)
    return ruling && 'terms' in ruling ? ruling.terms.reversibleWithinMs : undefined
  }

  /** What the policy was asked; whether a part was unscanned only the gate knows, and it only ever makes a policy stricter. */
  private submission(fact: Change, life: Life): Submission | undefined {
    const origin = life.origin ?? ('origin' in fact.body ? fact.body.origin : undefined)
    const view = this.views.get(life.id)
    if (!origin || !view) return undefined
    return { ...view, labels: origin.labels, identity: origin.identity, unscanned: false }
  }
}

/** How long people have been asked, as far as it counts for who may vote. */
function waitedMs({ atMs }: Change, { held }: Life, frost: Frost): number {
  return held === undefined ? 0 : atMs - held.atMs - frost.stoodMs(held.atMs, atMs)
}

/** All at once. */
export function findViolations(
  observed: Observed,
  options: ObserverOptions = {},
): readonly string[] {
  const checker = new InvariantChecker(options)
  checker.observe(observed)
  return checker.violations()
}
