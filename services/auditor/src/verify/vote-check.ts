/** Votes: a token of the person's own issuer, minted for this very decision, for the person that the directory in force names. */
import { type Directory, parseDirectory } from '@holdpoint/approval'
import {
  type ActionId,
  type Digest,
  type Fact,
  isHoldpointError,
  viewNames,
} from '@holdpoint/contracts'
import { decisionNonce, type Trust, verifyPersonToken } from '@holdpoint/seal'
import type { Actions } from './actions.ts'
import type { ChainCheck } from './chain-check.ts'
import type { Report } from './report.ts'
import type { PresentViews } from './view-check.ts'

export class VoteCheck {
  private readonly report: Report
  private readonly trust: Trust
  private readonly actions: Actions
  private readonly chains: ChainCheck
  /** By slot: each announces for itself what it judges by. */
  private readonly directories = new Map<number, Directory | undefined>()
  private readonly parsed = new Map<string, Directory>()

  constructor(report: Report, trust: Trust, actions: Actions, chains: ChainCheck) {
    this.report = report
    this.chains = chains
    this.trust = trust
    this.actions = actions
  }

  async event(fact: Fact, views: PresentViews, index: number): Promise<void> {
    if (fact.kind === 'adopted') this.adopt(fact, views.get(viewNames.directory))
    if (fact.kind === 'voted') await this.checkVote(fact, views.get(viewNames.token), index)
  }

  private adopt({ slot, body }: Fact<'adopted'>, text: unknown): void {
    if (typeof text !== 'string') {
      this.directories.set(slot, undefined)
      return
    }
    const directory =
      this.parsed.get(body.directory) ?? parseDirectory(text, 'directory in the log')
    this.parsed.set(body.directory, directory)
    this.directories.set(slot, directory)
  }

  private async checkVote(fact: Fact<'voted'>, token: unknown, index: number): Promise<void> {
    const { body, commitments } = fact
    const at = `leaf ${index}`
    if (body.assurance === 'chat') {
      this.report.counts.chatVotes += 1
      return
    }
    if (!commitments[viewNames.token]) {
      this.report.add('invalid', at, `a vote of assurance ${body.assurance} without a token`)
      return
    }
    if (typeof token !== 'string') {
      this.report.counts.votesWithoutToken += 1
      return
    }
    const presented = fact.actionId && this.actions.origin(fact.actionId)?.presented
    if (!presented) {
      const rule = 'a vote on an action that the log does not know'
      this.report.add(this.chains.severityOfAbsence(fact.slot), at, rule)
      return
    }
    const fault = await this.faultOf(fact, token, presented)
    if (fault) this.report.add('invalid', at, fault)
    else this.report.counts.votes += 1
  }

  private async faultOf(
    { actionId, slot, atMs, body }: Fact<'voted'>,
    token: string,
    presented: Digest,
  ): Promise<string | undefined> {
    try {
      const { issuer, subject, nonce } = await verifyPersonToken(token, {
        trust: this.trust,
        nowMs: atMs,
      })
      const vote = { actionId: actionId as ActionId, presented, verdict: body.verdict }
      if (nonce !== decisionNonce(vote)) {
        return "the person's token was not minted for this decision"
      }
      const directory = this.directories.get(slot)
      const isOther = directory && directory.personBySubject(issuer, subject)?.id !== body.person
      return isOther ? 'the token is of another person than the vote' : undefined
    } catch (error) {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      return `the person's token: ${error.message}`
    }
  }
}
