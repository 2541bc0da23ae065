/** An action of its own: what can be reversed, by whom, until when, and only once. Refusals first. */
import { describe, expect, test } from 'vitest'
import type { Input } from './input.ts'
import { linked } from './reversal.ts'
import type { Ruling, Terms } from './rules.ts'
import type { ActionState, Status } from './state.ts'
import {
  actionId,
  allows,
  digest,
  type InputOf,
  outcomeOf,
  policyOf,
  redactedOf,
  requires,
  rulesOf,
  terms,
} from './testing.ts'
import { answerOf, inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const withinMs = 60_000
const endedAtMs = 5000
const untilMs = endedAtMs + withinMs
const idOf = (n: number) => `${actionId()}~${n}` as ReturnType<typeof actionId>
const rules = rulesOf(requires())
const allowing = (changes: Partial<Terms>): Ruling => ({
  verdict: 'allow',
  rule: 'small',
  terms: { ...terms, ...changes },
})

/** The action of `inputs`, as the gate leaves it where its type can be reversed. */
const ran = (status: Status = 'succeeded', changes: Partial<ActionState> = {}) =>
  stateOf(status, { reversibleWithinMs: withinMs, keepsSeals: true, endedAtMs, ...changes })
const wanted = (
  n = 1,
  changes: Partial<InputOf<'intent'>> = {},
  action: Readonly<Record<string, unknown>> = {},
) => {
  const id = idOf(n)
  const masked = { id, type: 'payments.refund.reverse', reverses: actionId(), ...action }
  const redacted = redactedOf({ actionId: id, intended: digest(id) }, masked)
  return inputOf('intent', { atMs: 6000, actionId: id, redacted, ...changes })
}
const ask = (original: ActionState | undefined, input = wanted(), known = rules) =>
  transition(undefined, input, known, undefined, original)
const opened = (original = ran(), n = 1) => {
  const { state, original: told } = ask(original, wanted(n))
  if (!state || !told) throw new Error('was not held')
  return { state, original: told }
}
describe('a reversal is refused', () => {
  test.each<[string, ActionState | undefined, ReturnType<typeof wanted>, string, string?]>([
    ['of an action nobody knows', undefined, wanted(), 'HP_ACTION_UNKNOWN', '/reverses'],
    [
      'by another agent, to whom the action is as unknown as none',
      ran(),
      wanted(1, {}, { agent: { id: 'spy' } }),
      'HP_ACTION_UNKNOWN',
      '/reverses',
    ],
    [
      'under a type whose rules are not those of its reversals',
      ran(),
      wanted(1, {}, { type: 'payments.refund' }),
      'HP_FIELD_INVALID',
      '/type',
    ],
    ['while it waits', stateOf('pending'), wanted(), 'HP_REVERSAL_EARLY'],
    ['before it is claimed', stateOf('approved'), wanted(), 'HP_REVERSAL_EARLY'],
    ['while it runs', stateOf('claimed'), wanted(), 'HP_REVERSAL_EARLY'],
    ...(['denied', 'expired', 'withdrawn', 'revoked', 'lapsed', 'failed'] as const).map(
      (status): [string, ActionState, ReturnType<typeof wanted>, string] => [
        `of what ended as ${status}: nothing took effect`,
        ran(status),
        wanted(),
        'HP_REVERSAL_NONE',
      ],
    ),
    [
      'of a type that its policy does not call reversible',
      stateOf('succeeded'),
      wanted(),
      'HP_REVERSAL_NONE',
    ],
    ['too late', ran(), wanted(1, { atMs: untilMs + 1 }), 'HP_REVERSAL_LATE'],
    [
      'when the originals are gone already',
      stateOf('succeeded', { reversibleWithinMs: withinMs }),
      wanted(),
      'HP_REVERSAL_LATE',
    ],
  ])('%s', (_, original, input, code, field) => {
    const step = ask(original, input)
    expect(step.state).toBeUndefined()
    const { reversals, ...rest } = step.original ?? { reversals: undefined, ...original }
    expect([rest, reversals?.standing]).toEqual([original ?? {}, undefined])
    expect(refusalOf(step)).toBe(code)
    expect(step.settled).toMatchObject({ status: 'rejected', code, ...(field ? { field } : {}) })
  })

  test('for good: the same again gets the same answer, something else under its id is a conflict', () => {
    const early = ask(stateOf('claimed'))
    const original = ran('succeeded', { reversals: early.original?.reversals ?? { changes: 0 } })
    expect(refusalOf(ask(original))).toBe('HP_REVERSAL_EARLY')
    expect(ask(original).original).toBeUndefined()
    const redacted = redactedOf({ ...wanted().redacted, intended: digest('other') })
    expect(refusalOf(ask(original, wanted(1, { redacted })))).toBe('HP_ID_CONFLICT')
    expect(kindsOf(ask(original, wanted(2)))).toEqual(['held'])
  })

  test('and what is remembered of it stays when another one is taken in and ends', () => {
    const { original: early } = ask(stateOf('claimed'))
    const { refused } = early?.reversals ?? {}
    expect(refused).toMatchObject({ [idOf(1)]: { code: 'HP_REVERSAL_EARLY', atMs: 6000 } })
    const after = live(
      ran('succeeded', { reversals: { ...early?.reversals, changes: 1 } }),
      wanted(2),
      withdrawn(2),
    )
    expect(after.reversals?.refused).toEqual(refused)
  })

  test('and leaves nothing with an action of another agent', () => {
    expect(ask(ran(), wanted(1, {}, { agent: { id: 'spy' } })).original).toBeUndefined()
  })

  test('while another one waits, and after one that succeeded or may have', () => {
    const { original } = opened()
    for (const status of ['pending', 'succeeded', 'unknown'] as const) {
      const reversals = { ...original.reversals, changes: 2 }
      const standing = status === 'pending' ? reversals : { ...reversals, endedAtMs: 7000 }
      const step = ask({ ...original, reversals: standing }, wanted(2))
      expect(refusalOf(step)).toBe('HP_REVERSAL_TAKEN')
    }
  })
})

describe('a reversal that is taken in', () => {
  test.each(['succeeded', 'unknown'] as const)(
    'of an action that ended as %s is held',
    (status) => {
      const { state, original } = opened(ran(status))
      expect(state).toMatchObject({ status: 'pending', origin: { reverses: actionId() } })
      expect(original).toMatchObject({ status, reversals: { standing: idOf(1), changes: 1 } })
    },
  )

  test('is in time up to the last moment', () => {
    expect(kindsOf(ask(ran(), wanted(1, { atMs: untilMs })))).toEqual(['held'])
  })

  test('says in its first fact what it reverses', () => {
    const held = ask(ran()).drafts[0]?.fact
    const allowed = ask(ran(), wanted(), rulesOf(allows)).drafts[0]?.fact
    for (const fact of [held, allowed])
      expect(fact).toMatchObject({ body: { origin: { reverses: actionId() } } })
  })

  test('leaves its original as it was: no fact, the same revision and status', () => {
    const { original } = opened()
    const { reversals: _, ...rest } = original
    expect(rest).toEqual(ran())
  })

  test('goes where its original went, whatever the policy says of its own type', () => {
    const policy = policyOf(allowing({ audience: 'elsewhere' }))
    const { state } = ask(ran(), wanted(), { ...rules, policy })
    expect(state?.grant).toMatchObject({ audience: 'billing' })
  })

  test('is judged like any other action', () => {
    const policy = policyOf({ verdict: 'deny', rule: 'never' })
    const step = ask(ran(), wanted(), { ...rules, policy })
    expect(kindsOf(step)).toEqual(['denied'])
    expect(step.original?.reversals).toEqual({ endedAtMs: 6000, changes: 1 })
  })

  test('seen again changes nothing', () => {
    const { state, original } = opened()
    const step = transition(state, wanted(), rules, undefined, original)
    expect(step).toEqual({ drafts: [], answers: [] })
  })
})

describe('its claim', () => {
  const approved = () => {
    const { state } = ask(ran(), wanted(), rulesOf(allows))
    if (!state) throw new Error('was not approved')
    return state
  }
  const claim = (changes: Partial<InputOf<'claim'>> = {}) =>
    inputOf('claim', { actionId: idOf(1), grantJti: `${idOf(1)}/1`, atMs: 7000, ...changes })

  test('is refused to an executor of the same audience that has not run the original', () => {
    const step = transition(approved(), claim({ executor: 'exec-2' }), rules)
    expect(refusalOf(step)).toBe('HP_NOT_ENTITLED')
    expect(answerOf(step)).toMatchObject({ ok: false })
  })

  test('is given to who ran the original, also with a newer key', () => {
    const step = transition(approved(), claim({ keyThumbprint: 'k'.repeat(43) }), rules)
    expect(kindsOf(step)).toEqual(['claimed'])
    expect(step.state?.reverses).toEqual({
      claimId: `${actionId()}/4`,
      executor: 'exec-1',
      intended: digest('intended'),
      reported: digest('outcome'),
    })
  })

  test('knows no outcome where nobody reported one', () => {
    const { state } = ask(ran('unknown'))
    expect(state?.reverses).toEqual(expect.not.objectContaining({ reported: expect.anything() }))
  })
})

/** Takes a reversal through these inputs; what it and its original are then. */
function live(original: ActionState, ...inputs: Input[]) {
  let at = { state: undefined as ActionState | undefined, original }
  for (const input of inputs) {
    const state = input.kind === 'intent' ? undefined : at.state
    const step = transition(state, input, rulesOf(allows), undefined, at.original)
    at = { state: step.state ?? state, original: step.original ?? at.original }
  }
  return at.original
}
const taken = (n = 1): Input[] => {
  const id = idOf(n)
  return [wanted(n), inputOf('claim', { actionId: id, grantJti: `${id}/1`, atMs: 7000 })]
}
const reported = (status: 'succeeded' | 'failed' | 'unknown', n = 1): Input => {
  const outcome = outcomeOf({ actionId: idOf(n), claimId: `${idOf(n)}/2`, status })
  return inputOf('outcome', { actionId: idOf(n), atMs: 8000, outcome })
}
const withdrawn = (n = 1) => inputOf('withdraw', { actionId: idOf(n), atMs: 8000 })

describe('when a reversal has ended', () => {
  test.each<[string, Input[]]>([
    ['withdrawn', [wanted(), withdrawn()]],
    ['failed', [...taken(), reported('failed')]],
  ])('%s, another one may be asked for', (_, inputs) => {
    const original = live(ran(), ...inputs)
    expect(original).toMatchObject({ keepsSeals: true, reversals: { endedAtMs: 8000, changes: 2 } })
    expect(kindsOf(ask(original, wanted(2)))).toEqual(['held'])
  })

  test('in doubt, none may, but the originals stay: a person may find that it had no effect', () => {
    const original = live(ran(), ...taken(), reported('unknown'))
    expect(original.keepsSeals).toBe(true)
    expect(refusalOf(ask(original, wanted(2)))).toBe('HP_REVERSAL_TAKEN')
  })

  test('in success, none may ever, and the originals go at once', () => {
    const original = live(ran(), ...taken(), reported('succeeded'))
    expect(original.keepsSeals).toBeUndefined()
    expect(refusalOf(ask(original, wanted(2)))).toBe('HP_REVERSAL_TAKEN')
  })

  test('it can’t be reversed itself, whatever its own type says', () => {
    const own = rulesOf(allowing({ reversibleWithinMs: withinMs }))
    const { state = stateOf('pending') } = ask(ran(), wanted(), own)
    const claimed = transition(state, taken()[1] as Input, rules).state
    const step = transition(claimed, reported('succeeded'), rules)
    expect(step.state).toMatchObject({ status: 'succeeded', reversibleWithinMs: withinMs })
    expect(step.state?.keepsSeals).toBeUndefined()
    expect(step.settled?.reversibleUntilMs).toBeUndefined()
  })

  test('news of a former one do not touch the one that stands now', () => {
    const original = live(ran(), wanted(), withdrawn(), wanted(2))
    const former = stateOf('withdrawn', { id: idOf(1), endedAtMs: 9000 })
    expect(linked(original, former)).toBeUndefined()
    const both = live(original, withdrawn(2))
    expect(linked(both, stateOf('withdrawn', { id: idOf(1), endedAtMs: 7000 }))).toBeUndefined()
    expect(original.reversals?.standing).toBe(idOf(2))
  })
})

describe('an action whose type can be reversed', () => {
  const claimed = stateOf('claimed', { reversibleWithinMs: withinMs })
  test('keeps original and outcome when it succeeds, and says until when', () => {
    const step = transition(claimed, inputOf('outcome'), rules)
    expect(step).toMatchObject({ state: { keepsSeals: true }, sealedOutcome: outcomeOf().sealed })
    const told = { reversibleUntilMs: untilMs }
    expect(step.drafts[0]?.fact.body).toMatchObject(told)
    expect(step.settled).toMatchObject({ ...told, type: 'payments.refund' })
  })

  test('keeps the original when nobody knows how it ended', () => {
    const step = transition(claimed, inputOf('due'), rules)
    expect(step.state).toMatchObject({ status: 'unknown', keepsSeals: true })
    expect(step.drafts[0]?.fact.body).toMatchObject({ reversibleUntilMs: 1_000_000 + withinMs })
  })

  test('that a person finds out about keeps what is still there, and no more', () => {
    const found = (state: ActionState) => transition(state, inputOf('reconcile'), rules).state
    expect(found(ran('unknown'))).toMatchObject({ status: 'succeeded', keepsSeals: true })
    const { keepsSeals: _, ...gone } = ran('unknown')
    expect(found(gone)?.keepsSeals).toBeUndefined()
    const failed = transition(ran('unknown'), inputOf('reconcile', { found: 'failed' }), rules)
    expect(failed.state?.keepsSeals).toBeUndefined()
    const { original } = opened(ran('unknown'))
    const waits = transition(original, inputOf('reconcile', { found: 'failed' }), rules)
    expect(waits.state?.keepsSeals).toBe(true)
  })

  test.each<[string, ActionState, Input]>([
    ['fails', claimed, inputOf('outcome', { outcome: outcomeOf({ status: 'failed' }) })],
    ['is of another type', stateOf('claimed'), inputOf('outcome')],
    ['never ran', stateOf('pending', { reversibleWithinMs: withinMs }), inputOf('withdraw')],
  ])('keeps nothing when it %s', (_, state, input) => {
    const step = transition(state, input, rules)
    expect(step.state?.keepsSeals).toBeUndefined()
    expect(step.sealedOutcome).toBeUndefined()
    expect(step.settled).toEqual(expect.not.objectContaining({ reversibleUntilMs: 0 }))
    expect(step.settled?.reversibleUntilMs).toBeUndefined()
  })
})
