import type { Scope } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { type Freezes, freezesMax, noFreezes, pastFreezesMax } from './freeze.ts'
import { changeFreezes, type FreezeStep } from './freezing.ts'
import type { SlotInput } from './input.ts'
import type { Office } from './rules.ts'
import { policyOf, requires, rulesOf } from './testing.ts'

type Freeze = Extract<SlotInput, { kind: 'freeze' }>
type Thaw = Extract<SlotInput, { kind: 'thaw' }>

const said = { person: 'ann', assurance: 'sso', reason: 'runs wild', channel: 'console' } as const
const freezing = (changes: Partial<Freeze> = {}): Freeze => ({
  ...{ kind: 'freeze', atMs: 1000, commandId: 'f-1', scope: { agent: 'bot' } },
  ...{ ...said, ...changes },
})
const thawing = (changes: Partial<Thaw> = {}): Thaw => ({
  ...{ kind: 'thaw', atMs: 2000, commandId: 't-1', freeze: 'f-1' },
  ...{ ...said, ...changes },
})
const run = (input: SlotInput, freezes: Freezes = noFreezes, rules = rulesOf()) =>
  changeFreezes(freezes, input, rules)
const frozen = (scope?: Scope) =>
  run(freezing(scope === undefined ? {} : { scope })).freezes ?? noFreezes
const codeOf = ({ drafts }: FreezeStep) => {
  const [fact] = drafts.map((draft) => draft.fact)
  return fact?.kind === 'refused' ? fact.body.code : undefined
}
const withOffice = (which: 'freeze' | 'thaw', office: Partial<Office>) => {
  const policy = policyOf(requires())
  const offices = { ...policy.offices, [which]: { ...policy.offices[which], ...office } }
  return { ...rulesOf(), policy: { ...policy, offices } }
}

describe('a freeze is refused', () => {
  test.each<[string, Partial<Freeze>, string]>([
    ['of nobody in the directory', { person: 'eve' }, 'HP_NOT_ENTITLED'],
    ['without a reason', { reason: ' ' }, 'HP_REASON_REQUIRED'],
  ])('%s', (_, changes, code) => {
    const step = run(freezing(changes))
    expect(codeOf(step)).toBe(code)
    expect(step).not.toHaveProperty('freezes')
    expect(step).not.toHaveProperty('spread')
  })

  test('of somebody in none of the groups that may', () => {
    const rules = withOffice('freeze', { groups: ['legal'] })
    expect(codeOf(run(freezing(), noFreezes, rules))).toBe('HP_NOT_ENTITLED')
    expect(codeOf(run(freezing({ person: 'ben' }), noFreezes, rules))).toBeUndefined()
  })

  test('of somebody who is not proven well enough', () => {
    const rules = withOffice('freeze', { assurance: 'sso' })
    expect(codeOf(run(freezing({ assurance: 'chat' }), noFreezes, rules))).toBe('HP_ASSURANCE_LOW')
  })

  test('when there are too many, but never one of everything', () => {
    const one = { scope: { agent: 'bot' }, fromMs: 0 }
    const active = Array.from({ length: freezesMax }, (_, n) => ({ ...one, id: `f${n}` }))
    const full = { ...noFreezes, active }
    expect(codeOf(run(freezing(), full))).toBe('HP_FREEZES_FULL')
    const everything = run(freezing({ scope: { everything: true } }), full)
    expect(everything.freezes?.active).toHaveLength(freezesMax + 1)
  })
})

describe('a freeze', () => {
  const step = run(freezing())

  test('is in force from its append time', () => {
    const active = [{ id: 'f-1', scope: { agent: 'bot' }, fromMs: 1000 }]
    expect(step.freezes).toEqual({ spread: 1, active, past: [] })
  })

  test('is a fact with who, what and how; the reason is a view', () => {
    const by = { person: 'ann', assurance: 'sso', channel: 'console', commandId: 'f-1' }
    const body = { freeze: 'f-1', scope: { agent: 'bot' }, spread: 1, ...by }
    expect(step.drafts.map(({ fact }) => fact)).toEqual([{ kind: 'frozen', atMs: 1000, body }])
    expect(step.drafts[0]?.views).toEqual({ reason: { value: 'runs wild' } })
  })

  test('is spread, and every slot that follows has the same, with its own time', () => {
    if (!step.spread) throw new TypeError('nothing spread')
    const followed = run({ kind: 'spread', atMs: 1007, spread: step.spread })
    const active = [{ id: 'f-1', scope: { agent: 'bot' }, fromMs: 1007 }]
    expect(followed.freezes).toEqual({ spread: 1, active, past: [] })
    expect(followed.drafts[0]?.fact.body).toEqual(step.drafts[0]?.fact.body)
    expect(followed).not.toHaveProperty('spread')
  })

  test('given twice under one id is one, also after it was thawed', () => {
    expect(run(freezing(), step.freezes)).toEqual({ drafts: [] })
    const thawed = run(thawing({ person: 'ben' }), step.freezes).freezes
    expect(run(freezing(), thawed)).toEqual({ drafts: [] })
  })

  test('that was spread before changes nothing when it comes again: replayed, or out of order', () => {
    const thawed = run(thawing({ person: 'ben' }), step.freezes).freezes ?? noFreezes
    if (!step.spread) throw new TypeError('nothing spread')
    expect(run({ kind: 'spread', atMs: 9000, spread: step.spread }, thawed)).toEqual({ drafts: [] })
  })
})

describe('thawing', () => {
  test('ends that freeze, and remembers from when to when it was', () => {
    const { freezes, drafts, spread } = run(thawing(), frozen())
    const times = { fromMs: 1000, untilMs: 2000 }
    const was = { id: 'f-1', scope: { agent: 'bot' }, ...times, thaw: 't-1' }
    expect(freezes).toEqual({ spread: 2, active: [], past: [was] })
    expect(drafts[0]?.fact).toMatchObject({ kind: 'thawed', body: { freeze: 'f-1', spread: 2 } })
    expect(spread?.change.kind).toBe('thawed')
  })

  test('given twice under one id is one, and no refusal', () => {
    const { freezes } = run(thawing(), frozen())
    expect(run(thawing(), freezes)).toEqual({ drafts: [] })
  })

  test('leaves the others in force', () => {
    const two = run(freezing({ commandId: 'f-2', atMs: 1500 }), frozen()).freezes
    expect(run(thawing(), two).freezes?.active).toMatchObject([{ id: 'f-2' }])
  })

  test('of what is not frozen is refused', () => {
    expect(codeOf(run(thawing()))).toBe('HP_FREEZE_UNKNOWN')
    expect(codeOf(run(thawing({ freeze: 'f-2' }), frozen()))).toBe('HP_FREEZE_UNKNOWN')
  })

  test('by who answers for the frozen agent is refused; freezing it is not', () => {
    expect(codeOf(run(thawing({ person: 'owner' }), frozen()))).toBe('HP_OWN_ACTION')
    expect(codeOf(run(freezing({ person: 'owner' })))).toBeUndefined()
    const everything = frozen({ everything: true })
    expect(codeOf(run(thawing({ person: 'owner' }), everything))).toBeUndefined()
  })

  test('may ask for other people and more proof than freezing', () => {
    const rules = withOffice('thaw', { groups: ['legal'], assurance: 'sso' })
    expect(codeOf(run(thawing(), frozen(), rules))).toBe('HP_NOT_ENTITLED')
    const chat = thawing({ person: 'ben', assurance: 'chat' })
    expect(codeOf(run(chat, frozen(), rules))).toBe('HP_ASSURANCE_LOW')
    expect(codeOf(run(thawing({ person: 'ben' }), frozen(), rules))).toBeUndefined()
    expect(codeOf(run(freezing({ assurance: 'chat' }), noFreezes, rules))).toBeUndefined()
  })

  test('forgets the oldest of very many', () => {
    const one = { scope: { agent: 'bot' }, fromMs: 0, untilMs: 1 }
    const past = Array.from({ length: pastFreezesMax }, (_, n) => ({ ...one, id: `p${n}` }))
    const { freezes } = run(thawing(), { ...frozen(), past })
    expect(freezes?.past).toHaveLength(pastFreezesMax)
    expect(freezes?.past.at(0)?.id).toBe('p1')
    expect(freezes?.past.at(-1)?.id).toBe('f-1')
  })
})
