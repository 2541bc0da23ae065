/** For agents: propose an action, learn how it ended, take it back. */
import {
  type ActionId,
  type Digest,
  HoldpointError,
  isHoldpointError,
  type Source,
} from '@holdpoint/contracts'
import { type PrivateJwk, signIntent } from '@holdpoint/seal'
import { Identity } from './identity.ts'
import { actionOf, type Intent } from './intent.ts'
import { isRetryable, persist } from './persist.ts'
import { unsealedResult } from './result.ts'
import { type ReverseOptions, reversalOf } from './reverse.ts'
import { pending, type Settlement, settlementOf } from './settlement.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'
import type { AgentTransport, Query, Standing } from './transport.ts'

/** Clients of models commonly give up after 60 to 120 s. */
const settledWaitMsDefault = 45_000
/** How long sending goes on through restarts of the other side. */
const sendWaitMs = 30_000
/** Between two looks that answered at once. */
const lookPauseMs = 200

/** A look that starts anew has read what is there after this long. */
const reverseLookMs = 500

export interface AgentOptions {
  readonly agent: {
    readonly id: string
    /** Ed25519; its public part stands under this agent in the trust file. Salts come from it: after a change of key a repeat is another payload. */
    readonly key: PrivateJwk
    readonly version?: string
  }
  readonly deployment: string
  readonly transport: AgentTransport
  readonly surroundings?: Surroundings
}

export interface Ticket {
  readonly id: ActionId
  readonly intended: Digest
  readonly source?: Source
}

export interface WaitOptions {
  /** Default 45 s. 0 looks once. */
  readonly maxWaitMs?: number
  readonly signal?: AbortSignal
}

export interface Holdpoint {
  /** Resolves when Kafka has the signed intent; it may be rejected later all the same. Throws what the caller must correct, naming the field. */
  propose(intent: Intent): Promise<Ticket>
  /**
   * How it ended, or `pending` where that takes longer; from any process, at any time. With the ticket instead of the id alone, HP_ID_CONFLICT is thrown where
   * the id stands for another payload.
   */
  settled(ticket: Ticket | ActionId, options?: WaitOptions): Promise<Settlement>
  /** Both in one. */
  run(intent: Intent, options?: WaitOptions): Promise<Settlement>
  /**
   * Waits for the end like `settled`. Then the result as it was, where policy clears it for this agent (`clearResult`), for a day after the end and with the key
   * that signed the intent; HP_NOT_ENTITLED otherwise. For code that must have it: what a model is shown is better the masked result of `settled`.
   */
  result(ticket: Ticket | ActionId, options?: WaitOptions): Promise<unknown>
  /**
   * Proposes to take back what was done: an action of its own (`<type>.reverse`), judged like any other, that only the executor of the original can run. Resolves
   * like `propose`; throws HP_REVERSAL_EARLY where the original has not ended.
   */
  reverse(original: Ticket | ActionId, options?: ReverseOptions): Promise<Ticket>
  /** False: too late, it is decided or ended already. */
  withdraw(ticket: Ticket | ActionId, reason?: string): Promise<boolean>
}

export function holdpoint(options: AgentOptions): Holdpoint {
  const { agent, deployment, transport, surroundings = realSurroundings } = options
  const identity = new Identity(agent, deployment, surroundings)
  const propose = (intent: Intent) => proposeBy(identity, transport, intent, agent.version)
  const settled = (ticket: Ticket | ActionId, wait: WaitOptions = {}) =>
    settledOf(identity, transport, ticket, wait)
  return {
    propose,
    settled,
    result: async (ticket, wait) => {
      await settled(ticket, wait)
      return unsealedResult(identity, transport, queryOf(identity, ticket))
    },
    run: async (intent, wait) => settled(await propose(intent), wait),
    reverse: async (original, more = {}) => {
      const look = (id: ActionId) => transport.look(queryOf(identity, id), reverseLookMs)
      return propose(await reversalOf(idOf(original), more, look))
    },
    withdraw: (ticket, reason) => withdrawBy(identity, transport, idOf(ticket), reason),
  }
}

async function proposeBy(
  identity: Identity,
  transport: AgentTransport,
  intent: Intent,
  version: string | undefined,
): Promise<Ticket> {
  const { signer, deployment, surroundings } = identity
  const action = actionOf(intent, identity, version)
  const salt = identity.salt(action.id, 'intended')
  const nowMs = surroundings.nowMs()
  const { proof, intended } = signIntent({ signer, deployment, action, salt, nowMs })
  const untilMs = nowMs + sendWaitMs
  const send = () => transport.intend({ action, proof, salt })
  const { source } = await persist(send, { untilMs, surroundings })
  return { id: action.id, intended, ...(source === undefined ? {} : { source }) }
}

async function settledOf(
  identity: Identity,
  transport: AgentTransport,
  ticket: Ticket | ActionId,
  { maxWaitMs = settledWaitMsDefault, signal }: WaitOptions,
): Promise<Settlement> {
  const { surroundings } = identity
  const id = idOf(ticket)
  const intended = typeof ticket === 'string' ? undefined : ticket.intended
  const query = queryOf(identity, ticket)
  const untilMs = surroundings.nowMs() + maxWaitMs
  for (;;) {
    signal?.throwIfAborted()
    const leftMs = Math.max(0, untilMs - surroundings.nowMs())
    const found = await lookOnce(() => transport.look(query, leftMs, signal))
    const settlement = found.standing && read(found.standing, id, intended)
    if (settlement?.status !== 'pending' && settlement !== undefined) return settlement
    if (surroundings.nowMs() >= untilMs) {
      if (found.error !== undefined) throw found.error
      return settlement ?? pending(id, 'submitted')
    }
    await surroundings.sleep(Math.min(lookPauseMs, leftMs), signal)
  }
}

function queryOf(identity: Identity, ticket: Ticket | ActionId): Query {
  const id = idOf(ticket)
  const source = typeof ticket === 'string' ? undefined : ticket.source
  return {
    ...{ id, agent: identity.id, request: () => identity.request(id, 'read') },
    ...(source === undefined ? {} : { source }),
  }
}

async function lookOnce(
  look: () => Promise<Standing | undefined>,
): Promise<{ standing?: Standing | undefined; error?: unknown }> {
  try {
    return { standing: await look() }
  } catch (error) {
    if (!isRetryable(error)) throw error
    return { error }
  }
}

function read(standing: Standing, id: ActionId, wanted: Digest | undefined): Settlement {
  const { intended } = standing.kind === 'settled' ? standing.settled : standing
  if (wanted !== undefined && intended !== undefined && intended !== wanted) {
    throw new HoldpointError('HP_ID_CONFLICT', { actionId: id })
  }
  return standing.kind === 'settled' ? settlementOf(standing.settled) : pending(id, standing.phase)
}

async function withdrawBy(
  identity: Identity,
  transport: AgentTransport,
  id: ActionId,
  reason: string | undefined,
): Promise<boolean> {
  const { surroundings } = identity
  const request = identity.request(id, 'withdraw')
  const untilMs = surroundings.nowMs() + sendWaitMs
  try {
    await persist(() => transport.withdraw(id, request, reason), { untilMs, surroundings })
    return true
  } catch (error) {
    if (isHoldpointError(error) && error.code === 'HP_ACTION_CLOSED') return false
    throw error
  }
}

function idOf(ticket: Ticket | ActionId): ActionId {
  return typeof ticket === 'string' ? ticket : ticket.id
}
