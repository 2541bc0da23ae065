/** One batch of a slot: authenticate → load → fold the rules → commit to Kafka → apply to Redis. */
import {
  type ActionState,
  type Dossier,
  type Input,
  isSlotInput,
  type SlotInput,
} from '@holdpoint/approval'
import { type ActionId, HoldpointError, isActionId, originalOf } from '@holdpoint/contracts'
import { signInTurn } from '@holdpoint/seal'
import { decodeValue, type Put, type SlotStore } from '@holdpoint/store'
import { adoption, type RulesInForce } from './adoption.ts'
import type { Reading } from './arrival.ts'
import type { Authenticator } from './authenticate.ts'
import { type Case, dossierKey, stateKey } from './entry.ts'
import { fold } from './fold.ts'
import { type ClosedLedger, Ledger, type LedgerKeys } from './ledger.ts'
import { parkingRecord } from './parking.ts'
import type { Queued } from './queue.ts'
import { type OpenLimits, Room } from './room.ts'
import type { SlotRecord } from './slot-record.ts'
import type { TakenOver } from './takeover.ts'
import type { DueTimers, Fired } from './timer.ts'

/** Fewer signatures are made sooner than a thread is woken. */
const pooledMin = 4

export interface BatchDeps {
  readonly store: SlotStore
  readonly deployment: string
  readonly slotCount: number
  readonly prefix: string
  readonly keys: LedgerKeys
  readonly authenticator: Authenticator
  readonly clock: () => number
  readonly rules: () => RulesInForce
  /** Of one slot. */
  readonly openLimits: OpenLimits
}

export interface BatchWork {
  readonly queued: readonly Queued[]
  readonly due: DueTimers
  /** Code under which the only input is given up; see slot-owner.ts. */
  readonly giveUp?: string
}

export interface BatchResult extends Fired {
  readonly owned: TakenOver
}

/** Resolves with what the slot is after the commit; a rejection leaves it in doubt. */
export async function runBatch(
  slot: number,
  owned: TakenOver,
  work: BatchWork,
  deps: BatchDeps,
): Promise<BatchResult> {
  const rules = deps.rules()
  const ledger = new Ledger(owned.slotRecord, {
    deployment: deps.deployment,
    prefix: deps.prefix,
    slot,
    slotCount: deps.slotCount,
    policy: rules.policy.digest,
    keys: work.queued.length < pooledMin ? { ...deps.keys, sign: signInTurn } : deps.keys,
  })
  const adopted = adoption(rules, owned.slotRecord.adopted, deps.keys.salt, deps.clock())
  if (adopted) ledger.announce(adopted)
  const readings = work.giveUp
    ? givenUp(work.queued, work.giveUp)
    : await readAll(work.queued, rules, deps.authenticator)
  const nowMs = deps.clock()
  for (const reading of readings) {
    if (reading.kind === 'park') ledger.park(parkingRecord(reading, deps, nowMs))
  }
  const inputs = [
    ...readings.flatMap((reading) =>
      reading.kind === 'park' ? (reading.input ?? []) : [reading.input],
    ),
    ...dueInputs(work),
  ]
  const cases = await loadCases(slot, owned, inputs, deps)
  const room = new Room(owned.open, deps.openLimits, owned.slotRecord.crowded)
  const inForce = { ...rules, freezes: owned.freezes }
  const { freezes, again } = fold(inputs, cases, inForce, ledger, room)
  if (ledger.isEmpty && work.queued.length === 0) {
    return { owned, again, dueAtMsMin: Number.POSITIVE_INFINITY }
  }
  const crowded = room.refusals(nowMs)
  const closed = await ledger.close({
    cursors: cursorsAfter(owned.slotRecord.cursors, work.queued),
    freezes: freezes.spread,
    ...(Object.keys(crowded).length > 0 ? { crowded } : {}),
    openSum: owned.open.total(),
    atMs: nowMs,
    adopted: {
      policy: rules.policy.digest,
      directory: rules.directory.digest,
      trust: rules.trust.digest,
    },
  })
  const next = await commit(slot, owned, closed, deps)
  return { owned: { ...next, freezes }, again, dueAtMsMin: earliest(closed.puts) }
}

async function commit(
  slot: number,
  owned: TakenOver,
  closed: ClosedLedger,
  deps: BatchDeps,
): Promise<TakenOver> {
  const base = await owned.transactor.commit(closed.records)
  const stateTopic = closed.records.at(-1)?.topic
  const first = base.get(`${stateTopic}/${slot}`)
  if (first === undefined)
    throw new HoldpointError('HP_BROKER', { rule: 'no offset for the changelog' })
  const position = first + closed.puts.length
  await deps.store.apply(slot, {
    from: owned.position,
    to: position,
    puts: closed.puts,
    answers: closed.answers,
  })
  return { ...owned, position, slotRecord: closed.slotRecord }
}

function earliest(puts: readonly Put[]): number {
  return puts.reduce(
    (least, { index }) => Math.min(least, index?.dueAtMs ?? least),
    Number.POSITIVE_INFINITY,
  )
}

function readAll(
  queued: readonly Queued[],
  rules: RulesInForce,
  authenticator: Authenticator,
): Promise<Reading[]> {
  return Promise.all(queued.map(({ record, input }) => authenticator.read(record, input, rules)))
}

/** The input that killed its process again and again: a pointer for the operator, and doubt means no. */
function givenUp(queued: readonly Queued[], code: string): Reading[] {
  return queued.map(({ record, input }): Reading => {
    const message = 'given up: it ended its process again and again'
    const parked = { kind: 'park', record, source: input, code, message } as const
    const { topic, partition, offset, key, timestampMs } = record
    if (!isActionId(key)) return parked
    const source = { topic, partition, offset }
    const isCommand = input === 'commands' ? ({ isCommand: true } as const) : {}
    const fault = { kind: 'fault', actionId: key, atMs: timestampMs, code, source } as const
    return { ...parked, input: { ...fault, ...isCommand } }
  })
}

function dueInputs({ due, giveUp, queued }: BatchWork): Input[] {
  const { atMs } = due
  return due.ids.filter(isActionId).map((actionId): Input => {
    const isCulprit = giveUp !== undefined && queued.length === 0
    if (!isCulprit) return { kind: 'due', actionId, atMs }
    return { kind: 'fault', actionId, atMs, code: giveUp, source: undefined }
  })
}

/** Loads what the inputs touch in one step, checked for authenticity and freshness. */
async function loadCases(
  slot: number,
  owned: TakenOver,
  inputs: readonly (Input | SlotInput)[],
  deps: BatchDeps,
): Promise<Map<string, Case>> {
  const ids = new Set<ActionId>()
  const withDossier = new Set<ActionId>()
  for (const input of inputs) {
    if (isSlotInput(input) || input.actionId === undefined) continue
    ids.add(input.actionId)
    const original = originalOf(input.actionId)
    if (original) ids.add(original)
    if (input.kind === 'vote') withDossier.add(input.actionId)
  }
  const keys = [...[...ids].map(stateKey), ...[...withDossier].map(dossierKey)]
  const values = await deps.store.load(slot, owned.position, keys)
  const found = new Map(keys.map((key, at) => [key, values[at]]))
  const read = <T>(key: string): T | undefined => {
    const value = found.get(key)
    return value === undefined
      ? undefined
      : (JSON.parse(decodeValue(deps.keys.state, slot, key, value)) as T)
  }
  const cases = new Map<string, Case>()
  for (const id of ids) {
    const state = read<ActionState>(stateKey(id))
    owned.open.check(id, state)
    const dossier = withDossier.has(id) ? read<Dossier>(dossierKey(id)) : undefined
    if (state?.status === 'pending' && withDossier.has(id) && !dossier) {
      throw new HoldpointError('HP_STATE_FORGED', { slot })
    }
    cases.set(id, { ...(state ? { state } : {}), ...(dossier ? { dossier } : {}) })
  }
  return cases
}

function cursorsAfter(
  cursors: SlotRecord['cursors'],
  queued: readonly Queued[],
): SlotRecord['cursors'] {
  const after = { ...cursors }
  for (const { record, input } of queued) after[input] = record.offset + 1
  return after
}
