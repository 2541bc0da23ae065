/** From a record to an input of the rules: decodes it and checks every signature, so that a person, agent or executor in an input is proven. */
import type { Input, SlotInput } from '@holdpoint/approval'
import {
  ActionRedacted,
  actionRedacted,
  check,
  claimCommand,
  decodeEvent,
  extendCommand,
  freezeCommand,
  freezeKey,
  HoldpointError,
  IntentRefused,
  intentRefused,
  isActionId,
  isHoldpointError,
  OutcomeRedacted,
  outcomeRedacted,
  reconcileCommand,
  revokeCommand,
  slotOf,
  spreadCommand,
  thawCommand,
  voteCommand,
  withdrawCommand,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { type Checked, inTurn, type Secret } from '@holdpoint/seal'
import type { RulesInForce } from './adoption.ts'
import type { Arrival, Reading, Received } from './arrival.ts'
import {
  readClaim,
  readExtend,
  readFreeze,
  readReconcile,
  readRevoke,
  readThaw,
  readVote,
  readWithdraw,
} from './command.ts'
import { type RedactorKey, readIntent, readOutcome, readRejection } from './redacted.ts'
import { readSpread } from './spread.ts'

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

const orders = {
  [freezeCommand]: { name: 'freeze', read: readFreeze },
  [thawCommand]: { name: 'thaw', read: readThaw },
} as const satisfies Record<
  string,
  { name: Command; read: (received: Received) => Promise<SlotInput> }
>

export interface AuthenticatorOptions {
  readonly deployment: string
  readonly slotCount: number
  readonly redactorKey: RedactorKey
  /** Authenticates what the gate writes to itself. */
  readonly stateSecret: Secret
  readonly checked?: Checked
}

export class Authenticator {
  private readonly options: AuthenticatorOptions

  constructor(options: AuthenticatorOptions) {
    this.options = options
  }

  async read(
    record: InRecord,
    source: 'redacted' | 'commands',
    rules: RulesInForce,
  ): Promise<Reading> {
    const { deployment, checked = inTurn } = this.options
    let received: Received | undefined
    try {
      const event = decodeEvent(record)
      const { subject } = event.attributes
      if (subject !== record.key) return misplaced(record, source)
      received = { event, atMs: record.timestampMs, rules, deployment, checked }
      const input = await this.inputOf(received, record, source)
      return input ? { kind: 'input', input } : misplaced(record, source)
    } catch (error) {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      return refused(error, record, source, received)
    }
  }

  /** Undefined where a record of this key does not belong. */
  private async inputOf(
    received: Received,
    { key, partition }: InRecord,
    source: 'redacted' | 'commands',
  ): Promise<Input | SlotInput | undefined> {
    if (key === freezeKey && source === 'commands') return this.readOrder(received, partition)
    if (!isActionId(key)) return undefined
    const arrival = { ...received, actionId: key }
    return source === 'redacted' ? this.readRedacted(arrival) : readCommand(arrival)
  }

  /** People's orders go to the deciding slot alone; all others hear of them from there. */
  private async readOrder(received: Received, slot: number): Promise<SlotInput | undefined> {
    const { type } = received.event.attributes
    if (type === spreadCommand) return readSpread(received, this.options.stateSecret)
    if (!isOrderType(type)) throw unknownType()
    const isHere = slot === slotOf(freezeKey, this.options.slotCount)
    return isHere ? orders[type].read(received) : undefined
  }

  private async readRedacted(arrival: Arrival): Promise<Input> {
    this.options.redactorKey.check(arrival)
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
  return Object.hasOwn(commands, type)
}

function unknownType(): HoldpointError {
  return new HoldpointError('HP_EVENT_INVALID', {
    field: 'type',
    rule: 'is not one that the gate reads here',
  })
}

function isOrderType(type: string): type is keyof typeof orders {
  return Object.hasOwn(orders, type)
}

function misplaced(record: InRecord, source: 'redacted' | 'commands'): Reading {
  const message = 'the record key is not the action id'
  return { kind: 'park', record, source, code: 'HP_KEY_MISMATCH', message }
}

/** A command that names its action is answered and logged as refused; anything else is for operators. Forged records never become inputs. */
function refused(
  error: HoldpointError,
  record: InRecord,
  source: 'redacted' | 'commands',
  received: Received | undefined,
): Reading {
  const { field } = error.details
  const named = typeof field === 'string' ? { field } : {}
  const command = received && nameOf(received.event.attributes.type)
  const isAddressed = isActionId(record.key) || record.key === freezeKey
  if (!received || !command || !isAddressed) {
    return { kind: 'park', record, source, code: error.code, ...named, message: error.message }
  }
  const { atMs, event } = received
  const actionId = isActionId(record.key) ? record.key : undefined
  const { code } = error
  const input = { actionId, atMs, command, commandId: event.attributes.id, code, ...named }
  return { kind: 'input', input: { kind: 'refusal', ...input } }
}

function nameOf(type: string): Command | undefined {
  if (isCommandType(type)) return commands[type].name
  return isOrderType(type) ? orders[type].name : undefined
}
