/** What the gate would not take in never becomes an action: how the agent that signed it learns why, without a Kafka client. */
import { type ActionId, HoldpointError, nameCharsMax, rejectionId } from '@holdpoint/contracts'
import type { FastifyRequest } from 'fastify'
import type { Caller } from './caller.ts'
import type { CommandDeps } from './command-writer.ts'

/** `<topic>/<partition>/<offset>` of the record, as `POST /v1/intents` answers it. */
const sourcePattern = new RegExp(`^[A-Za-z0-9._-]{1,${nameCharsMax * 2}}/\\d{1,6}/\\d{1,16}$`)

export interface Rejected {
  readonly actionId: ActionId
  readonly status: 'rejected'
  readonly code: string
  readonly agent: string
  readonly intended: string
  readonly atMs: number
  readonly field?: string
}

/** Where the caller says its record stood; undefined where it doesn't. */
export function sourceIn({ query }: FastifyRequest): string | undefined {
  const { source } = query as { source?: unknown }
  if (source === undefined) return undefined
  if (typeof source === 'string' && sourcePattern.test(source)) return source
  const rule = 'must be <topic>/<partition>/<offset>'
  throw new HoldpointError('HP_FIELD_INVALID', { field: 'source', rule })
}

/** Undefined also for what is another agent's. Known for as long as answers are: a quarter of an hour. */
export async function rejectedIntent(
  actionId: ActionId,
  source: string | undefined,
  { party }: Caller,
  { store, lookup }: CommandDeps,
): Promise<Rejected | undefined> {
  if (source === undefined || party.kind !== 'agent') return undefined
  const text = await store.answer(lookup.slot(actionId), rejectionId(source))
  if (text === undefined) return undefined
  const {
    actionId: id,
    code,
    details,
  } = JSON.parse(text) as {
    readonly actionId: ActionId
    readonly code: string
    readonly details: Pick<Rejected, 'agent' | 'intended' | 'atMs' | 'field'>
  }
  if (id !== actionId || details.agent !== party.id) return undefined
  return { ...details, actionId, status: 'rejected', code }
}
