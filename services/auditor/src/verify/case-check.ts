/** Case leaves say what the events say, every ended action has one, and no approval rests on votes that are not there. */
import { type ActionId, canonicalize, type Fact } from '@holdpoint/contracts'
import { endsAction, summarise } from '../ingest/case.ts'
import { type CaseLeaf, encodeLeaf } from '../leaf.ts'
import type { Actions } from './actions.ts'
import type { ChainCheck } from './chain-check.ts'
import type { Report } from './report.ts'

export class CaseCheck {
  private readonly report: Report
  private readonly actions: Actions
  private readonly chains: ChainCheck
  /** Actions that have ended and whose case leaf must come next. */
  private readonly due = new Map<ActionId, number>()
  private readonly lastCase = new Map<ActionId, number>()

  constructor(report: Report, actions: Actions, chains: ChainCheck) {
    this.report = report
    this.chains = chains
    this.actions = actions
  }

  event(fact: Fact, index: number): void {
    if (fact.kind === 'approved' || fact.kind === 'denied') this.checkVotes(fact, index)
    if (!endsAction(fact)) return
    this.checkAmendment(fact, index)
    this.due.set(fact.actionId, index)
  }

  case(leaf: CaseLeaf, index: number): void {
    const { actionId } = leaf
    const at = `leaf ${index}`
    if (!this.due.delete(actionId)) {
      this.report.add('invalid', at, 'a case of an action that has not ended')
      return
    }
    const expected = summarise(actionId, this.actions.story(actionId), this.lastCase.get(actionId))
    if (canonicalize(expected) !== encodeLeaf(leaf).toString()) {
      this.report.add('invalid', at, 'the case does not say what its events say')
    }
    // Only what ended in doubt can be amended.
    if (leaf.status === 'unknown') this.lastCase.set(actionId, index)
    else {
      this.lastCase.delete(actionId)
      this.actions.forget(actionId)
    }
  }

  end(): void {
    for (const index of this.due.values()) {
      this.report.add('incomplete', `leaf ${index}`, 'the action ended, but has no case leaf')
    }
  }

  /** A doubt is resolved by a person alone, and nothing else that has ended is amended. */
  private checkAmendment({ kind, actionId, slot }: Fact & { actionId: ActionId }, index: number) {
    const isInDoubt = this.lastCase.has(actionId)
    const at = `leaf ${index}`
    if (isInDoubt && kind !== 'reconciled') {
      this.report.add('invalid', at, `${kind} after it was unknown, and not by a person's finding`)
    }
    if (!isInDoubt && kind === 'reconciled') {
      const severity = this.chains.severityOfAbsence(slot)
      this.report.add(severity, at, 'reconciled without having been in doubt')
    }
  }

  private checkVotes(fact: Fact<'approved'> | Fact<'denied'>, index: number): void {
    const { actionId, body } = fact
    if (!actionId) return
    const story = this.actions.story(actionId).map(({ leaf }) => leaf.fact)
    const people = new Set(body.votes.map(({ person }) => person))
    const at = `leaf ${index}`
    if (people.size < body.votes.length) this.report.add('invalid', at, 'counts a person twice')
    for (const { person, revision } of body.votes) {
      const vote = story.find((each) => each.kind === 'voted' && each.revision === revision)
      const isThere = vote?.kind === 'voted' && vote.body.person === person
      const approves = isThere && vote.body.verdict === 'approve'
      if (!isThere || (fact.kind === 'approved' && !approves)) {
        const severity = isThere ? 'invalid' : this.chains.severityOfAbsence(fact.slot)
        this.report.add(severity, at, `${fact.kind} by a vote that is not in the log`)
      }
    }
    if (fact.kind === 'approved' && body.by === 'people' && body.votes.length === 0) {
      this.report.add('invalid', at, 'approved by people, but nobody voted')
    }
  }
}
