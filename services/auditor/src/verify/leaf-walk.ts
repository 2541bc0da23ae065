/** Every leaf, once and in order, past every check. */
import { isHoldpointError } from '@holdpoint/contracts'
import type { Trust } from '@holdpoint/seal'
import { type EventLeaf, type FindingLeaf, isEvent, leafTypes, parseLeaf } from '../leaf.ts'
import { Actions } from './actions.ts'
import { CaseCheck } from './case-check.ts'
import { ChainCheck } from './chain-check.ts'
import type { LogFiles } from './files.ts'
import type { Report } from './report.ts'
import { SignatureCheck } from './signature-check.ts'
import { ViewCheck } from './view-check.ts'
import { VoteCheck } from './vote-check.ts'

export class LeafWalk {
  private readonly report: Report
  private readonly actions = new Actions()
  private readonly chains: ChainCheck
  private readonly cases: CaseCheck
  private readonly views: ViewCheck
  private readonly signatures: SignatureCheck | undefined
  private readonly votes: VoteCheck | undefined

  constructor(report: Report, files: LogFiles, trust: Trust | undefined) {
    this.report = report
    this.chains = new ChainCheck(report)
    this.cases = new CaseCheck(report, this.actions, this.chains)
    this.views = new ViewCheck(report, files)
    this.signatures = trust && new SignatureCheck(report, trust, this.actions)
    this.votes = trust && new VoteCheck(report, trust, this.actions, this.chains)
    report.signaturesChecked = trust !== undefined
  }

  async entry(bytes: Uint8Array, index: number): Promise<void> {
    const leaf = readLeaf(bytes, index, this.report)
    if (!leaf) return
    if (isEvent(leaf)) await this.event(leaf, index)
    else if (leaf.type === leafTypes.finding) this.finding(leaf, index)
    else {
      this.report.counts.cases += 1
      this.cases.case(leaf, index)
    }
  }

  end(): void {
    this.chains.end()
    this.cases.end()
  }

  private async event(leaf: EventLeaf, index: number): Promise<void> {
    const { fact } = leaf
    this.report.counts.events += 1
    const digest = this.chains.event(leaf, index)
    const present = await this.views.event(leaf, index)
    if (fact.actionId) this.actions.add(fact.actionId, { index, leaf })
    this.signatures?.event(leaf, digest, index)
    await this.votes?.event(fact, present, index)
    this.cases.event(fact, index)
  }

  private finding(leaf: FindingLeaf, index: number): void {
    const { finding, slot, number, actionId } = leaf
    this.chains.finding(leaf)
    this.report.find({
      index,
      finding,
      ...(slot === undefined ? {} : { slot }),
      ...(number === undefined ? {} : { number }),
      ...(actionId === undefined ? {} : { actionId }),
    })
  }
}

export function readLeaf(bytes: Uint8Array, index: number, report: Report) {
  try {
    return parseLeaf(bytes)
  } catch (error) {
    if (!isHoldpointError(error)) throw error
    // A type of a later version is not wrong, but nothing can be said about it either.
    const isNew = error.code === 'HP_FIELD_INVALID' && error.details['field'] === '/type'
    report.add(isNew ? 'incomplete' : 'invalid', `leaf ${index}`, error.message)
    return undefined
  }
}
