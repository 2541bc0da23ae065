/** What the transition asks of policy and directory: the compiled forms of the operator's two files. */
import type { ActionRedacted, Assurance, Demand, Digest } from '@holdpoint/contracts'

/** What policy looks at: the masked action and what is known about it. */
export type Submission = Pick<ActionRedacted, 'action' | 'labels' | 'findings' | 'unscanned'> & {
  readonly identity: Pick<ActionRedacted['identity'], 'kind'>
}

/** What a policy says about one action. */
export type Ruling =
  | { readonly verdict: 'allow'; readonly rule: string; readonly terms: Terms }
  | {
      readonly verdict: 'deny'
      readonly rule: string
      readonly reason?: string
      /** Where it is not the rule's own word. */
      readonly code?: 'HP_JUSTIFICATION_REQUIRED'
      readonly rememberMs?: number
    }
  | {
      readonly verdict: 'require'
      readonly rule: string
      readonly demand: Demand
      readonly decideWithinMs: number
      readonly terms: Terms
    }

/** Who may run it, and what holds after approval. */
export interface Terms {
  readonly audience: string
  readonly useWithinMs: number
  readonly runWithinMs: number
  /** The agent may unseal its own result. */
  readonly clearResult?: true
  /** How long after its success it may be taken back; absent: not at all. */
  readonly reversibleWithinMs?: number
  /** How long its end is remembered; absent: `memoryMs`. */
  readonly rememberMs?: number
}

/** Who may give an order that concerns more than one action. No groups: everybody in the directory. */
export interface Office {
  readonly groups: readonly string[]
  readonly assurance: Assurance
}

export interface Policy {
  readonly digest: Digest
  /** The file's text, announced when it takes effect. */
  readonly text: string
  /** Pure; conditions on masked values are *unknown* and never let a rule be passed on the way to allow. */
  rule(submission: Submission): Ruling
  readonly offices: { readonly freeze: Office; readonly thaw: Office }
}

export interface Person {
  readonly id: string
  readonly email?: string
  readonly groups: readonly string[]
}

export interface Directory {
  readonly digest: Digest
  readonly text: string
  /** In the order of the file. */
  readonly everybody: readonly Person[]
  person(id: string): Person | undefined
  personByEmail(email: string): Person | undefined
  personBySubject(issuer: string, subject: string): Person | undefined
  /** People who must not decide for this agent: its owner and operators. */
  agentSide(agentId: string): readonly string[]
  /** Who last deployed it, where the registry says so. */
  lastDeployer(agentId: string): string | undefined
  /** Whether the registry knows this agent and lets it ask for this type. */
  agentMay(agentId: string, type: string): boolean
}

export interface Rules {
  readonly policy: Policy
  readonly directory: Directory
}

export const assuranceRank: Readonly<Record<Assurance, number>> = { chat: 0, sso: 1, passkey: 2 }
