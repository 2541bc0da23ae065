/** What a run of proven facts changes in the projection of its partition. Pure. */
import { type ActionId, type Fact, viewNames } from '@holdpoint/contracts'
import { type Approval, fold, isOver } from './approval.ts'
import type { DecisionRecord } from './decision-record.ts'
import { denialsOf, type IndexedDenial } from './denial.ts'
import { freezesAfter, noneFrozen, type SlotFreezes } from './freezes.ts'
import {
  type CommandResult,
  decidedKeepMs,
  type Hint,
  type Point,
  type ProjectionChange,
  type ShownViews,
} from './projection/port.ts'

interface Step {
  readonly from: number | undefined
  readonly to: Point
  /** As they were. */
  readonly freezes?: SlotFreezes | undefined
  /** History that is read again: nobody is told. */
  readonly isSilent: boolean
  /** With this change it has been read to its end. */
  readonly isRebuilt?: boolean
  /** As in ProjectionChange. */
  readonly silentUntil?: number | undefined
}

/** Facts that tell people what became of their commands. */
const answers: ReadonlySet<Fact['kind']> = new Set<Fact['kind']>([
  ...(['voted', 'revoked', 'reconciled', 'refused'] as const),
])

/** `known`: the approvals of all actions that the records are about. */
export function changeOf(
  records: readonly DecisionRecord[],
  known: ReadonlyMap<ActionId, Approval>,
  step: Step,
): ProjectionChange {
  const approvals = new Map(known)
  const changed = new Set<ActionId>()
  const views: ProjectionChange['views'][number][] = []
  const denials: IndexedDenial[] = []
  const hints: Hint[] = []
  const answered: { commandId: string; record: DecisionRecord }[] = []
  let latestMs = 0
  const frozenBefore = step.freezes ?? noneFrozen
  let freezes = frozenBefore
  for (const record of records) {
    const { fact } = record.event
    latestMs = Math.max(latestMs, fact.atMs)
    if (answers.has(fact.kind) && 'commandId' in fact.body) {
      answered.push({ commandId: fact.body.commandId, record })
    }
    const { actionId } = fact
    freezes = freezesAfter(freezes, record)
    if (fact.kind === 'frozen' || fact.kind === 'thawed') {
      const { freeze: id, spread: revision } = fact.body
      hints.push({ id, revision, kind: fact.kind })
    }
    if (actionId === undefined) continue
    const before = approvals.get(actionId)
    denials.push(...denialsOf(before, record))
    const after = fold(before, record)
    if (after === undefined || after === before) continue
    approvals.set(actionId, after)
    changed.add(actionId)
    views.push(...viewsOf(actionId, record))
    if (isNews(after)) hints.push({ id: actionId, revision: after.revision, kind: fact.kind })
  }
  const left = [...changed].flatMap((id) => approvals.get(id) ?? [])
  const dropped = left.filter(isOver).map(({ id }) => id)
  return {
    from: step.from,
    to: step.to,
    ...(freezes === frozenBefore ? {} : { freezes }),
    ...(step.silentUntil === undefined ? {} : { silentUntil: step.silentUntil }),
    news: step.isSilent ? [] : left.filter(isAsked).map(({ id }) => id),
    tellsPending: step.isRebuilt === true || (!step.isSilent && freezes !== frozenBefore),
    approvals: left.filter((approval) => !isOver(approval)),
    views: views.filter(({ id }) => !dropped.includes(id)),
    dropped,
    denials,
    // Last, so that an answer already says how the action stands after the whole transaction.
    results: answered.map(({ commandId, record }) => ({
      commandId,
      result: resultOf(record, approvals),
    })),
    forgetBeforeMs: Math.max(0, latestMs - decidedKeepMs),
    hints: step.isSilent ? [] : hints,
  }
}

/** What policy allows comes and goes in numbers; nobody waits for it unless it is in doubt or somebody has touched it. */
function isNews({ demand, status, timeline }: Approval): boolean {
  const isTouched = timeline.some(({ person }) => person !== undefined)
  return demand !== undefined || status === 'unknown' || isTouched
}

/** Only of what people were asked are there messages. */
const isAsked = ({ demand }: Approval): boolean => demand !== undefined

const shown: readonly (keyof ShownViews)[] = [viewNames.action, viewNames.result]

function viewsOf(id: ActionId, { event }: DecisionRecord) {
  return shown.flatMap((name) => {
    const view = event.views[name]
    return view === undefined ? [] : [{ id, name, view }]
  })
}

function resultOf(
  { event: { fact } }: DecisionRecord,
  approvals: ReadonlyMap<ActionId, Approval>,
): CommandResult {
  const { actionId, revision = 0 } = fact
  const status = actionId === undefined ? undefined : approvals.get(actionId)?.status
  if (fact.kind === 'refused' || actionId === undefined) {
    const { code, field } = fact.kind === 'refused' ? fact.body : { code: 'HP_INTERNAL' }
    return {
      ok: false,
      code,
      ...(actionId === undefined ? {} : { actionId }),
      ...(field === undefined ? {} : { field }),
      ...(status === undefined ? {} : { status }),
    }
  }
  return {
    ok: true,
    actionId,
    revision,
    status: status ?? fact.kind,
    ...(fact.kind === 'voted' ? { tally: fact.body.tally } : {}),
  }
}
