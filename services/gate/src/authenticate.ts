/** From a record to an input of the rules: decodes it and checks every signature, so that a person, agent or executor in an input is proven. */
import type { Input } from '@holdpoint/approval'
import {
  ActionRedacted,
  actionRedacted,
  check,
  claimCommand,
  decodeEvent,
  extendCommand,
  HoldpointError,
  IntentRefused,
  intentRefused,
  isActionId,
  isHoldpointError,
  OutcomeRedacted,
  outcomeRedacted,
  reconcileCommand,
  revokeCommand,
  voteCommand,
  withdrawCommand,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { type Checked, inTurn } from '@holdpoint/seal'
import type { RulesInForce } from './adoption.ts'
import type { Arrival, Reading } from './arrival.ts'
import {
  readClaim,
  readExtend,
  readReconcile,
  readRevoke,
  readVote,
  readWithdraw,
} from './command.ts'
import { type RedactorKey, readIntent, readOutcome, readRejection } from './redacted.ts'

type Command = Extract<Input, { kind: 'refusal' }>['command']

const commands = {
  [voteCommand]: { name: 'vote', read: readVote },
  [withdrawCommand]: { name: 'withdraw', read: readWithdraw },
  [claimCommand]: { name: 'claim', read: readClaim },
  [revokeCommand]: { name: 'revoke', read: readRevoke },
  [extendCommand]: { name: 'extend', read: readExtend },
  [reconcileCommand]: { name: 'reconcile', read: readReconcile },
} as const satisfies Record<
  string,
  { name: Command; read: (arrival: Arrival) => Promise<Input> | Input }
>

export class Authenticator {
  private readonly deployment: string
  private readonly redactorKey: RedactorKey

  private readonly checked: Checked

  constructor(deployment: string, redactorKey: RedactorKey, checked = inTurn) {
    this.deployment = deployment
    this.checked = checked
    this.redactorKey = redactorKey
  }

  async read(
    record: InRecord,
    source: 'redacted' | 'commands',
    rules: RulesInForce,
  ): Promise<Reading> {
    let known: { arrival?: Arrival } = {}
    try {
      const event = decodeEvent(record)
      const actionId = record.key
      if (!isActionId(actionId) || event.attributes.subject !== actionId) {
        return {
          kind: 'park',
          record,
          source,
          code: 'HP_KEY_MISMATCH',
          message: 'the record key is not the action id',
        }
      }
      const arrival = {
        event,
        actionId,
        atMs: record.timestampMs,
        rules,
        deployment: this.deployment,
        checked: this.checked,
      }
      known = { arrival }
      const input = await (source === 'redacted'
        ? this.readRedacted(arrival)
        : readCommand(arrival))
      return { kind: 'input', input }
    } catch (error) {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      return refused(error, record, source, known.arrival)
    }
  }

  private async readRedacted(arrival: Arrival): Promise<Input> {
    this.redactorKey.check(arrival)
    const { type } = arrival.event.attributes
    if (type === actionRedacted)
      return readIntent(arrival, check(ActionRedacted, arrival.event.data))
    if (type === outcomeRedacted)
      return readOutcome(arrival, check(OutcomeRedacted, arrival.event.data))
    if (type === intentRefused)
      return readRejection(arrival, check(IntentRefused, arrival.event.data))
    throw unknownType()
  }
}

async function readCommand(arrival: Arrival): Promise<Input> {
  const { type } = arrival.event.attributes
  if (!isCommandType(type)) throw unknownType()
  return commands[type].read(arrival)
}

function isCommandType(type: string): type is keyof typeof commands {
  return type in commands
}

function unknownType(): HoldpointError {
  return new HoldpointError('HP_EVENT_INVALID', {
    field: 'type',
    rule: 'is not one that the gate reads here',
  })
}

/** A command that names its action is answered and logged as refused; anything else is for operators. Forged records never become inputs. */
function refused(
  error: HoldpointError,
  record: InRecord,
  source: 'redacted' | 'commands',
  arrival: Arrival | undefined,
): Reading {
  const { field } = error.details
  const named = typeof field === 'string' ? { field } : {}
  const type = arrival?.event.attributes.type
  if (arrival && type !== undefined && isCommandType(type)) {
    const { actionId, atMs, event } = arrival
    return {
      kind: 'input',
      input: {
        kind: 'refusal',
        command: commands[type].name,
        actionId,
        atMs,
        commandId: event.attributes.id,
        code: error.code,
        ...named,
      },
    }
  }
  return { kind: 'park', record, source, code: error.code, ...named, message: error.message }
}
