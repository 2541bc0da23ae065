/** What was promised, held against what is left: each sentence is a promise that was broken. */
import { findViolations } from '@holdpoint/approval'
import type { DecisionKind, Fact } from '@holdpoint/contracts'
import type { Evidence } from './evidence.ts'

const endings = [
  ...(['denied', 'expired', 'withdrawn', 'revoked', 'lapsed'] as const),
  ...(['succeeded', 'failed', 'unknown'] as const),
] as const satisfies readonly DecisionKind[]
export type Ending = (typeof endings)[number]
const isEnding = (kind: string): kind is Ending => endings.some((each) => each === kind)

export interface Verdict {
  readonly actions: number
  readonly endings: Readonly<Partial<Record<Ending, number>>>
  readonly violations: readonly string[]
}

export function judge(evidence: Evidence): Verdict {
  const { decisions, grants, revocations, settled, runs, leaves, slotCount } = evidence
  const facts = decisions.map(({ event }) => event.fact)
  const lives = Map.groupBy(facts, ({ actionId }) => actionId ?? '')
  const counted: Partial<Record<Ending, number>> = {}
  for (const { kind } of facts) if (isEnding(kind)) counted[kind] = (counted[kind] ?? 0) + 1
  const events = decisions.map(({ event }) => event)
  const observed = { decisions: events, grants, revocations, settled, runs, leaves }
  const violations = [
    ...evidence.surprises,
    ...findViolations(observed, { slotCount, jtiOf, signerOf }),
    ...[...evidence.accepted].flatMap(([id, type]) =>
      checkLife(id, type, lives.get(id) ?? [], evidence),
    ),
    ...checkReceipts(evidence, lives),
    ...checkCommands(evidence, facts),
    ...checkLog(evidence),
  ]
  return { actions: evidence.accepted.size, endings: counted, violations }
}

function checkLife(
  id: string,
  type: string,
  life: readonly Fact[],
  { grants, settled }: Evidence,
): string[] {
  const count = (isIt: (fact: Fact) => boolean) => life.filter(isIt).length
  const ends = count(({ kind }) => isEnding(kind))
  const approvals = count(({ kind }) => kind === 'approved')
  const claims = count(({ kind }) => kind === 'claimed')
  const released = grants.filter(({ actionId }) => actionId === id).length
  const told = settled.filter(({ actionId }) => actionId === id).length
  const story = life.map(({ kind }) => kind).join(', ')
  const say = (what: string) => `action ${id} (${type}: ${story}) ${what}`
  return [
    ...(ends === 1 ? [] : [say(`has ${ends} endings`)]),
    ...(approvals > 1 ? [say(`is approved ${approvals} times`)] : []),
    ...(released === approvals ? [] : [say(`is released ${released} times`)]),
    ...(claims > 1 ? [say(`is claimed ${claims} times`)] : []),
    ...(told === 1 ? [] : [say(`is settled ${told} times`)]),
  ]
}

/** Whatever anybody was told: the claim is on the topic, and there is one of it. */
function checkReceipts(
  { receipts }: Evidence,
  lives: ReadonlyMap<string, readonly Fact[]>,
): string[] {
  return [...Map.groupBy(receipts, ({ actionId }) => actionId)].flatMap(([id, own]) => {
    const claimed = (lives.get(id) ?? []).find((fact) => fact.kind === 'claimed')
    const texts = new Set(own.map(({ receipt }) => receipt))
    const isOurs = own.every(({ claimId, executor }) => {
      return claimed?.body.claimId === claimId && claimed.body.executor === executor
    })
    return [
      ...(texts.size === 1 ? [] : [`action ${id} has ${texts.size} receipts`]),
      ...(isOurs ? [] : [`action ${id} has a receipt without that claim on the topic`]),
    ]
  })
}

/** What Kafka had was looked at, and in no slot more often than it was written: freezes come to a fact in each. */
function checkCommands({ written }: Evidence, facts: readonly Fact[]): string[] {
  const effects = new Map<string, Map<number, number>>()
  for (const { slot, body } of facts) {
    if (!('commandId' in body)) continue
    const own = effects.get(body.commandId) ?? new Map<number, number>()
    effects.set(body.commandId, own.set(slot, (own.get(slot) ?? 0) + 1))
  }
  return [...written].flatMap(([id, copies]) => {
    const seen = Math.max(0, ...(effects.get(id)?.values() ?? []))
    if (seen === 0) return [`command ${id} came to nothing`]
    return seen > copies ? [`command ${id} was sent ${copies} times and came to ${seen} facts`] : []
  })
}

function checkLog({ verified, leaves, decisions }: Evidence): string[] {
  const { code, verdict, problems, findings } = verified
  return [
    ...(code === 0 ? [] : [`holdpoint verify ends with ${code}: ${verdict}`]),
    ...problems.map((problem) => `the log: ${JSON.stringify(problem)}`),
    ...findings.map((finding) => `the log has a finding: ${JSON.stringify(finding)}`),
    ...(leaves.length === decisions.length
      ? []
      : [`the log has ${leaves.length} of ${decisions.length} decisions`]),
  ]
}

/** These read without verifying: `holdpoint verify` has. */
function jtiOf(grant: string): string {
  return (partOf(grant, 1) as { jti: string }).jti
}

function signerOf(proof: string): string {
  return (partOf(proof, 0) as { kid: string }).kid
}

function partOf(jws: string, at: number): unknown {
  return JSON.parse(Buffer.from(jws.split('.')[at] ?? '', 'base64url').toString())
}
