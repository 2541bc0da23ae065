/** How the library reaches a deployment. Two ways keep these promises: http.ts, and kafka.ts behind its own import. */
import type { Action, ActionId, ActionSettled, Digest, Outcome, Source } from '@holdpoint/contracts'
import type { Phase } from './settlement.ts'

/** An action with its agent's signature. */
export interface SignedIntent {
  readonly action: Action
  readonly proof: string
  readonly salt: string
}

/** What is asked for: an action of this agent. */
export interface Query {
  readonly id: ActionId
  readonly agent: string
  /** Where its record stood, if known: finds a rejection. */
  readonly source?: Source
  /** Makes a fresh signed request to read it. */
  readonly request: () => string
}

export type Standing =
  | { readonly kind: 'settled'; readonly settled: ActionSettled }
  | { readonly kind: 'open'; readonly phase: Phase; readonly intended?: Digest }

/** All reject with a HoldpointError: retryable where trying again may help, terminal where what was sent is refused. */
export interface AgentTransport {
  /** Resolves when Kafka has it. Sending the same again does no harm. */
  intend(intent: SignedIntent): Promise<{ readonly source?: Source }>
  /** How it stands; waits for its end, up to about this long. Undefined: nothing is known of it (yet). */
  look(query: Query, waitMs: number, signal?: AbortSignal): Promise<Standing | undefined>
  /** Resolves when it is withdrawn. The same request may be sent again. */
  withdraw(id: ActionId, request: string, reason?: string): Promise<void>
  /** The sealed bytes, opened. */
  unseal(asked: Unsealing): Promise<Uint8Array>
}

/** What the unsealing role wants: what is sealed, the gate's receipt, and a request by the key that it is bound to. */
export interface Unsealing {
  readonly sealed: string
  readonly receipt: string
  readonly proof: string
}

export interface GrantSession {
  readonly audiences: readonly string[]
  /** Makes a fresh signed request for the grants of an audience. */
  readonly request: (audience: string) => string
  /**
   * Gives a grant on, as it came. Resolves when its fate no longer depends on this process (claimed, or not ours), rejects when the process stops before that.
   */
  readonly take: (issued: unknown) => Promise<void>
  /** Tells of a record that cannot be read. */
  readonly unreadable: (error: unknown) => void
  readonly signal: AbortSignal
}

export interface SignedOutcome {
  readonly outcome: Outcome
  readonly proof: string
  readonly salt: string
  /** For edges that ask who calls. */
  readonly request: string
}

export interface ExecutorTransport {
  /** Gives every grant of these audiences to `take`, at least once, until the signal aborts. Rejects when that is no longer possible. */
  grants(session: GrantSession): Promise<void>
  /** The gate's answer, as it came. The same request may be sent again. */
  claim(id: ActionId, request: string): Promise<unknown>
  /** The gate's answer, as it came. The same request may be sent again. */
  extend(id: ActionId, request: string): Promise<unknown>
  /** The sealed bytes, opened. */
  unseal(asked: Unsealing): Promise<Uint8Array>
  /** Resolves when Kafka has it. */
  report(signed: SignedOutcome): Promise<void>
}
