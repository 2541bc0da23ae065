/** Writes a command to Kafka and waits for the slot's answer, stored under the command id. An answer means that Kafka has the effect. */
import {
  type ActionId,
  type ErrorCode,
  encodeEvent,
  errors,
  HoldpointError,
  topicName,
} from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import type { SlotStore } from '@holdpoint/store'
import type { SlotLookup } from '../slot-lookup.ts'
import { type Patience, waitFor } from '../waiting.ts'

/** Long enough for a takeover; after that the caller asks again with the same id and finds the answer. */
const answerWaitMsMax = 10_000

export interface CommandDeps extends Patience {
  readonly bus: Bus
  readonly store: SlotStore
  readonly lookup: SlotLookup
  readonly deployment: string
  readonly prefix: string
}

export interface Command {
  readonly id: string
  readonly type: string
  readonly actionId: ActionId
  readonly data: unknown
}

/** The accepted answer; throws the refusal as an error, and HP_TIMEOUT where no answer came: the command may still take effect. */
export async function giveCommand(
  command: Command,
  deps: CommandDeps,
): Promise<Record<string, unknown>> {
  const { bus, store, lookup, clock } = deps
  const slot = lookup.slot(command.actionId)
  const known = await store.answer(slot, command.id)
  if (known === undefined) await bus.send([recordOf(command, slot, deps)])
  const deadlineMs = clock() + answerWaitMsMax
  const answer =
    known ?? (await waitFor(store, slot, () => store.answer(slot, command.id), deadlineMs, deps))
  if (answer === undefined) throw new HoldpointError('HP_TIMEOUT', { waitedMs: answerWaitMsMax })
  return accepted(
    JSON.parse(answer) as { ok: boolean; code?: string; details?: Record<string, string | number> },
  )
}

function accepted(answer: {
  ok: boolean
  code?: string
  details?: Record<string, string | number>
}): Record<string, unknown> {
  const { ok, ...rest } = answer
  if (ok) return rest
  const { code, details } = rest
  throw new HoldpointError(isErrorCode(code) ? code : 'HP_INTERNAL', details)
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errors, code)
}

function recordOf(
  { id, type, actionId, data }: Command,
  slot: number,
  { deployment, prefix, clock }: CommandDeps,
) {
  const source = `${deployment}/gate/edge`
  const { headers, value } = encodeEvent({
    id,
    source,
    type,
    subject: actionId,
    timeMs: clock(),
    data,
  })
  return { topic: topicName(prefix, 'commands'), partition: slot, key: actionId, value, headers }
}
