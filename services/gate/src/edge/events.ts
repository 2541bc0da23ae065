/**
 * `GET /v1/actions/:id/events`: how an action stands, and each change of it, as server-sent events, until it has ended. What changes twice in a moment may be
 * told once, as it stands then: the event's id is the revision. A stream lives no longer than the request that opened it would be believed.
 */
import { Readable } from 'node:stream'
import { statuses } from '@holdpoint/approval'
import { type ActionId, clockSkewMs, HoldpointError } from '@holdpoint/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { waitFor } from '../waiting.ts'
import { actionIdOf, type EdgeDeps } from './actions.ts'
import { type Caller, callerOf } from './caller.ts'
import { rejectedIntent, sourceIn } from './rejected.ts'
import { refusedReversal } from './reversal.ts'
import { ended, mine, type Stands, view } from './standing.ts'
import type { Streams } from './streams.ts'

/** Proxies cut connections that are silent for a minute or less. */
const heartbeatMs = 15_000
/** When a client comes back after a cut. */
const retryMs = 1_000
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'x-accel-buffering': 'no',
}

export interface EventDeps extends EdgeDeps {
  readonly streams: Streams
}

interface Subject {
  readonly actionId: ActionId
  readonly caller: Caller
  /** Where the record of the intent stood, if the caller says so. */
  readonly source: string | undefined
  /** What the client has seen already. */
  readonly revision: number
}

type News =
  | { readonly kind: 'stands'; readonly known: Stands }
  | { readonly kind: 'rejected'; readonly rejected: object }
  | { readonly kind: 'over' }

export function eventRoutes(edge: FastifyInstance, deps: EventDeps): void {
  // No HEAD: it would hold a stream open that can't say anything.
  edge.get('/v1/actions/:id/events', { exposeHeadRoute: false }, async (request, reply) => {
    const subject = subjectOf(request, deps)
    const { actionId, caller, revision } = subject
    const known = ended(await mine(actionId, caller, deps))
    // Seen to its end: 204 tells an EventSource not to come again.
    if (known && known.state.revision <= revision) return reply.code(204).send()
    const { party } = caller
    const stream = deps.streams.enter(`${party.kind}/${party.id}`)
    reply.raw.once('close', () => {
      stream.end()
      stream.leave()
    })
    return reply.headers(headers).send(Readable.from(eventsOf(subject, deps, stream.signal)))
  })
  edge.addHook('preClose', async () => deps.streams.close())
}

async function* eventsOf(
  { revision: seen, ...subject }: Subject,
  deps: EventDeps,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { store, lookup, clock } = deps
  const slot = lookup.slot(subject.actionId)
  const endMs = subject.caller.issuedMs + clockSkewMs
  let revision = seen
  yield `retry: ${retryMs}\n\n`
  while (clock() < endMs) {
    const look = () => newsOf({ ...subject, revision }, deps, signal)
    const news = await waitFor(store, slot, look, Math.min(endMs, clock() + heartbeatMs), deps)
    if (!news) {
      yield ': beat\n\n'
      continue
    }
    if (news.kind === 'over') return
    if (news.kind === 'rejected') return yield `event: state\n${dataOf(news.rejected)}`
    const { state } = news.known
    revision = state.revision
    const freezes = await lookup.freezes(slot)
    yield `id: ${revision}\nevent: state\n${dataOf(view(news.known, freezes, clock()))}`
    if (!statuses[state.status].open) return
  }
}

/** Undefined while there is nothing new. */
async function newsOf(
  { actionId, caller, source, revision }: Subject,
  deps: EventDeps,
  signal: AbortSignal,
): Promise<News | undefined> {
  const { party, keyId } = caller
  const isKnown = deps.rules().trust.partyOf(keyId)?.id === party.id
  if (signal.aborted || !isKnown) return { kind: 'over' }
  const known = await mine(actionId, caller, deps)
  if (known) return known.state.revision > revision ? { kind: 'stands', known } : undefined
  const refused = await refusedReversal(actionId, party, deps.lookup)
  const rejected = refused ?? (await rejectedIntent(actionId, source, caller, deps))
  return rejected && { kind: 'rejected', rejected }
}

/** JSON has no line breaks of its own. */
function dataOf(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

function subjectOf(request: FastifyRequest, deps: EventDeps): Subject {
  const actionId = actionIdOf(request)
  const { deployment, clock, rules } = deps
  const asked = { deployment, subject: actionId, act: 'read', nowMs: clock() } as const
  const caller = callerOf(request, asked, rules().trust)
  return { actionId, caller, source: sourceIn(request), revision: lastSeen(request) }
}

function lastSeen({ headers: { 'last-event-id': given = '0' } }: FastifyRequest): number {
  const revision = Number(given)
  if (Number.isInteger(revision) && revision >= 0) return revision
  throw new HoldpointError('HP_FIELD_INVALID', {
    field: 'last-event-id',
    rule: 'must be a revision',
  })
}
