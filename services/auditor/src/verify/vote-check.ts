/** What people said (votes, revocations, reconciliations): a token of their own issuer, minted for this very thing, or a statement by their own key, for the person that the directory in force names. */
import { type Directory, parseDirectory } from '@holdpoint/approval'
import {
  decisionNonce,
  type Fact,
  isHoldpointError,
  reconcileNonce,
  revokeNonce,
  viewNames,
} from '@holdpoint/contracts'
import { type Trust, verifySaying } from '@holdpoint/seal'
import type { Actions } from './actions.ts'
import type { ChainCheck } from './chain-check.ts'
import type { Report } from './report.ts'
import type { PresentViews } from './view-check.ts'

type Saying = Fact<'voted'> | Fact<'revoked'> | Fact<'reconciled'>

const words: Readonly<Record<Saying['kind'], string>> = {
  voted: 'a vote',
  revoked: 'a revocation',
  reconciled: 'a reconciliation',
}

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
    if (fact.kind === 'voted' || fact.kind === 'revoked' || fact.kind === 'reconciled') {
      await this.checkSaying(fact, views.get(viewNames.token), index)
    }
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

  private async checkSaying(fact: Saying, token: unknown, index: number): Promise<void> {
    const { body, commitments } = fact
    const at = `leaf ${index}`
    if (body.assurance === 'chat') {
      this.report.counts.chatVotes += 1
      return
    }
    if (!commitments[viewNames.token]) {
      this.report.add(
        'invalid',
        at,
        `${words[fact.kind]} of assurance ${body.assurance} without a token`,
      )
      return
    }
    if (typeof token !== 'string') {
      this.report.counts.votesWithoutToken += 1
      return
    }
    const nonce = this.nonceOf(fact)
    if (!nonce) {
      const rule = `${words[fact.kind]} on an action that the log does not know`
      this.report.add(this.chains.severityOfAbsence(fact.slot), at, rule)
      return
    }
    const fault = await this.faultOf(fact, token, nonce)
    if (fault) this.report.add('invalid', at, fault)
    else this.report.counts.votes += 1
  }

  /** What the token must have been minted for; undefined where the log does not know the action. */
  private nonceOf(fact: Saying): string | undefined {
    const { actionId } = fact
    if (actionId === undefined) return undefined
    switch (fact.kind) {
      case 'voted': {
        const presented = this.actions.origin(actionId)?.presented
        return presented && decisionNonce({ actionId, presented, verdict: fact.body.verdict })
      }
      case 'revoked':
        return revokeNonce({ actionId })
      case 'reconciled':
        return reconcileNonce({ actionId, found: fact.body.found })
    }
  }

  private async faultOf(
    { slot, atMs, body }: Saying,
    token: string,
    wanted: string,
  ): Promise<string | undefined> {
    try {
      const directory = this.directories.get(slot)
      const { person, nonce } = await verifySaying(token, {
        ...{ trust: this.trust, nowMs: atMs },
        idOf: (issuer, subject) => directory?.personBySubject(issuer, subject)?.id,
      })
      if (nonce !== wanted) return "the person's token was not minted for this decision"
      // Whom an issuer names can't be told without the directory; a key of one's own tells by itself.
      const isOther = person === undefined ? directory !== undefined : person !== body.person
      return isOther ? 'the token is of another person than the vote' : undefined
    } catch (error) {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      return `the person's token: ${error.message}`
    }
  }
}
