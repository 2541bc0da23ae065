import type { ActionId, Digest, Fact } from '@holdpoint/contracts'
import type { Settlement } from '@holdpoint/sdk'
import { describe, expect, test } from 'vitest'
import { type ActName, actNames, acts } from './act.ts'
import { type Asked, type Observed, stepOf } from './step.ts'

const id = '01a1fe8f-620e-7c37-94fd-d97001e7b157' as ActionId
const payload = `sha256:${'A'.repeat(43)}` as Digest
const other = `sha256:${'B'.repeat(43)}` as Digest
const ran = { by: 'executor', kind: 'ran', id, payload, atMs: 1300 } as const

function fact(kind: string, body: object): Fact {
  return { kind, actionId: id, atMs: 1200, body } as unknown as Fact
}

function told(settlement: object): Observed['told'] {
  const whole = { id, isFinal: true, atMs: 1, ...settlement } as Settlement
  return { by: 'agent', kind: 'told', number: 1, settlement: whole, atMs: 1500 }
}

const policyAllows = fact('approved', { by: 'policy', rule: 'harmless', votes: [] })
const asked: Asked = {
  seen: { id, status: 'pending', presented: payload, action: {}, masked: 2, decideByMs: 1 },
  seenMs: 1090,
  owner: { status: 403, code: 'HP_OWN_ACTION' },
  vote: { by: 'bob', answer: { status: 200 }, sentMs: 1210 },
}

function right(act: ActName): Observed {
  const proposed = { by: 'agent', kind: 'proposed', number: 1, id, payload, sentMs: 1000 } as const
  const base = { act, proposed, facts: [policyAllows], runs: [ran], claimedMs: 1280 }
  switch (act) {
    case 'allowed':
      return { ...base, told: told({ status: 'succeeded', result: { comment: 7 } }) }
    case 'forbidden': {
      const facts = [fact('denied', { by: 'policy', rule: 'no-drops', votes: [] })]
      return { ...base, facts, runs: [], claimedMs: undefined, told: told({ status: 'denied' }) }
    }
    case 'personal': {
      const result = { contact: 'C-77', email: '⟦EMAIL·1⟧' }
      return { ...base, told: told({ status: 'succeeded', result }) }
    }
    case 'held': {
      const votes = [{ person: 'p-bob', revision: 2 }]
      const facts = [fact('held', {}), fact('approved', { by: 'people', rule: 'refunds', votes })]
      return { ...base, facts, asked, told: told({ status: 'succeeded' }) }
    }
  }
}

function wrongIn(observed: Observed): string[] {
  return stepOf(observed).checks.flatMap(({ what, right: isRight }) => (isRight ? [] : [what]))
}

describe('what must not pass for right', () => {
  test.each(['allowed', 'personal', 'held'] as const)('%s: it ran twice', (act) => {
    expect(wrongIn({ ...right(act), runs: [ran, ran] })).toEqual(['it ran once'])
  })

  test.each(['allowed', 'personal', 'held'] as const)('%s: it never ran', (act) => {
    expect(wrongIn({ ...right(act), runs: [] })).toEqual(['it ran once', 'exactly as proposed'])
  })

  test.each(['allowed', 'personal', 'held'] as const)('%s: something else ran', (act) => {
    const runs = [{ ...ran, payload: other }]
    expect(wrongIn({ ...right(act), runs })).toEqual(['exactly as proposed'])
  })

  test.each(['allowed', 'personal', 'held'] as const)('%s: the agent was told otherwise', (act) => {
    expect(wrongIn({ ...right(act), told: told({ status: 'unknown' }) })).toContain(
      'the agent was told so',
    )
  })

  test.each(['allowed', 'personal'] as const)('%s: people decided it', (act) => {
    const facts = [fact('approved', { by: 'people', rule: 'r', votes: [] })]
    expect(wrongIn({ ...right(act), facts })).toEqual(['policy allowed it'])
  })

  test('what is forbidden ran', () => {
    expect(wrongIn({ ...right('forbidden'), runs: [ran] })).toEqual(['it never ran'])
  })

  test('what is forbidden was told as done, or allowed', () => {
    const succeeded = told({ status: 'succeeded' })
    expect(wrongIn({ ...right('forbidden'), told: succeeded })).toEqual(['the agent was told no'])
    expect(wrongIn({ ...right('forbidden'), facts: [policyAllows] })).toEqual(['policy denied it'])
  })

  test.each(acts.personal.private.result)('%s of the result reached the agent', (value) => {
    const result = { contact: 'C-77', note: `call ${value}` }
    const observed = { ...right('personal'), told: told({ status: 'succeeded', result }) }
    expect(wrongIn(observed)).toEqual(['without personal data'])
  })

  test('the agent got no result at all', () => {
    const observed = { ...right('personal'), told: told({ status: 'succeeded' }) }
    expect(wrongIn(observed)).toEqual(['the agent got the result'])
  })

  test.each(acts.held.private.params)('%s of the payload reached a reviewer', (value) => {
    const seen = { ...asked.seen, action: { params: { to: value } } }
    expect(wrongIn({ ...right('held'), asked: { ...asked, seen } })).toEqual([
      'without private values',
    ])
  })

  test('nobody was asked', () => {
    expect(wrongIn({ ...right('held'), asked: undefined })).toContain('people were asked')
  })

  test('the owner’s vote counted, or the other did not', () => {
    const counted = { ...asked, owner: { status: 200 } }
    expect(wrongIn({ ...right('held'), asked: counted })).toEqual(['the agent’s owner was refused'])
    const vote = { by: 'bob', sentMs: 1210, answer: { status: 409 } }
    expect(wrongIn({ ...right('held'), asked: { ...asked, vote } })).toEqual(['the vote counted'])
  })

  test('policy decided instead of people, or somebody else did', () => {
    expect(wrongIn({ ...right('held'), facts: [policyAllows] })).toContain('people approved it')
    const votes = [{ person: 'p-carol', revision: 2 }]
    const facts = [fact('approved', { by: 'people', rule: 'refunds', votes })]
    expect(wrongIn({ ...right('held'), facts })).toEqual(['that one person'])
  })
})

test.each(actNames)('%s, as it should be, is right', (act) => {
  expect(wrongIn(right(act))).toEqual([])
})

test('times run from when the agent began to send and from when the vote was sent', () => {
  expect(stepOf(right('allowed')).timings).toEqual({
    ...{ submitToReleased: 280, releasedToSettled: 220, submitToSettled: 500 },
  })
  expect(stepOf(right('held')).timings).toEqual({
    ...{ submitToHeld: 90, decidedToReleased: 70, releasedToSettled: 220, submitToSettled: 500 },
  })
  expect(stepOf(right('forbidden')).timings).toEqual({ submitToSettled: 500 })
})

test('the decision names who made it', () => {
  const { decision } = stepOf(right('held'))
  expect(decision).toEqual({ kind: 'approved', by: 'people', rule: 'refunds', people: ['p-bob'] })
})
