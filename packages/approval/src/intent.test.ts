import { memoryMs } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Ruling } from './rules.ts'
import {
  allows,
  demandOf,
  denies,
  digest,
  directoryOf,
  people,
  redactedOf,
  requires,
  rulesOf,
  terms,
} from './testing.ts'
import { inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const intend = (
  action: Readonly<Record<string, unknown>> = {},
  {
    ruling = requires(),
    directory = directoryOf(),
    ...changes
  }: {
    ruling?: Ruling
    directory?: ReturnType<typeof directoryOf>
    unscanned?: boolean
    findings?: ReturnType<typeof redactedOf>['findings']
    atMs?: number
    crowdedBy?: string
  } = {},
) => {
  const { atMs = 1000, crowdedBy, ...rest } = changes
  const crowded = crowdedBy === undefined ? {} : { crowdedBy }
  const input = inputOf('intent', { atMs, redacted: redactedOf(rest, action), ...crowded })
  return transition(undefined, input, rulesOf(ruling, directory))
}
const bodyOf = (step: ReturnType<typeof intend>) => step.drafts[0]?.fact.body

describe('what may not come in', () => {
  test('an intent older than what the gate remembers is refused and its agent told', () => {
    const step = intend({}, { atMs: 1000 + memoryMs + 1 })
    expect(refusalOf(step)).toBe('HP_TOO_OLD')
    expect(step.state).toBeUndefined()
    expect(step.settled).toMatchObject({ status: 'rejected', code: 'HP_TOO_OLD' })
    expect(intend({}, { atMs: 1000 + memoryMs }).state?.status).toBe('pending')
  })

  test('an intent that there is no room for is refused by the limit’s name, whatever policy says', () => {
    for (const ruling of [requires(), allows, denies]) {
      const step = intend({}, { crowdedBy: 'openPerAgentMax', ruling })
      expect(refusalOf(step)).toBe('HP_TOO_MANY_OPEN')
      expect(step.state).toBeUndefined()
      expect(step.grant).toBeUndefined()
      const settled = { status: 'rejected', code: 'HP_TOO_MANY_OPEN', field: 'openPerAgentMax' }
      expect(step.settled).toMatchObject(settled)
    }
  })

  test('what is known already needs no room', () => {
    const again = inputOf('intent', { crowdedBy: 'openMax' })
    expect(transition(stateOf('pending'), again, rulesOf())).toEqual({ drafts: [], answers: [] })
  })

  test('an id that stands for another action is refused, and the agent is told which intent that was', () => {
    const intended = digest('another')
    const input = inputOf('intent', { redacted: redactedOf({ intended }) })
    const step = transition(stateOf('approved'), input, rulesOf())
    expect(refusalOf(step)).toBe('HP_ID_CONFLICT')
    expect(step.state).toBeUndefined()
    expect(step.settled).toMatchObject({ status: 'rejected', code: 'HP_ID_CONFLICT', intended })
  })

  test('the same intent again, however often and late, does nothing', () => {
    const again = inputOf('intent', { atMs: 1000 + 2 * memoryMs })
    expect(transition(stateOf('denied'), again, rulesOf())).toEqual({ drafts: [], answers: [] })
  })

  test.each([undefined, null, 'text', [], {}, { type: 'a' }, { type: 1, agent: { id: 'bot' } }])(
    'what is no action (%j) is refused, not guessed',
    (action) => {
      const input = inputOf('intent', { redacted: { ...redactedOf(), action } })
      const step = transition(undefined, input, rulesOf(allows))
      expect(refusalOf(step)).toBe('HP_FIELD_INVALID')
      expect(step.grant).toBeUndefined()
    },
  )
})

describe('what is denied before the policy is asked', () => {
  const deniedWith = (step: ReturnType<typeof intend>, code: string, rule: string) => {
    expect(step.state?.status).toBe('denied')
    expect(bodyOf(step)).toMatchObject({ by: 'policy', code, rule })
    expect(step.settled).toMatchObject({ status: 'denied', by: 'policy', code, rule })
    expect(step.grant).toBeUndefined()
  }

  test('an agent that the registry does not know, or not for this type', () => {
    const may = (agent: string, type: string) => agent === 'bot' && type === 'mail.send'
    const step = intend({}, { ruling: allows, directory: directoryOf(people, { may }) })
    deniedWith(step, 'HP_AGENT_UNREGISTERED', 'holdpoint/registry')
  })

  test.each(['nobody', 'stranger@example.org', '⟦EMAIL·K7QX2M9A⟧', 7, null])(
    'one done on behalf of %j, whom the directory does not know',
    (onBehalfOf) => {
      const step = intend({ onBehalfOf }, { ruling: allows })
      deniedWith(step, 'HP_PRINCIPAL_UNKNOWN', 'holdpoint/principal')
    },
  )

  test('one whose own time has passed, or is no time', () => {
    const past = intend({ expiresAt: '1970-01-01T00:00:01Z' }, { ruling: allows })
    deniedWith(past, 'HP_PAST_EXPIRY', 'holdpoint/expiry')
    const masked = intend({ expiresAt: '⟦DATE·K7QX2M9A⟧' }, { ruling: allows })
    deniedWith(masked, 'HP_FIELD_INVALID', 'holdpoint/expiry')
  })
})

describe('what a policy says', () => {
  test('deny ends it at once, with the reason for the agent and no terms to run it under', () => {
    const step = intend({}, { ruling: denies })
    expect(step.state).toMatchObject({
      status: 'denied',
      revision: 1,
      audience: '',
      endedAtMs: 1000,
    })
    expect(step.settled).toMatchObject({ status: 'denied', reason: 'not at night', rule: 'never' })
    expect(step.drafts[0]?.views['reason']).toEqual({ value: 'not at night' })
  })

  test('allow approves by policy, with a grant that ends after the time to use it', () => {
    const step = intend({}, { ruling: allows })
    const { id } = step.state ?? {}
    const grant = { jti: `${id}/1`, audience: 'billing', notBeforeMs: 1000, expiresMs: 11_000 }
    expect(step.state).toMatchObject({ status: 'approved', revision: 1, grant })
    expect(step.grant).toEqual(grant)
    expect(bodyOf(step)).toMatchObject({ by: 'policy', rule: 'small', votes: [], grant })
    expect(step.settled).toBeUndefined()
  })

  test('require holds it, with everything a reviewer and an auditor need in the first fact', () => {
    const demand = demandOf({ quorum: 2, groups: [{ group: 'finance', min: 1 }] })
    const step = intend({ onBehalfOf: 'dan' }, { ruling: requires(demand) })
    const { action, salt } = redactedOf({}, { onBehalfOf: 'dan' })
    expect(kindsOf(step)).toEqual(['held'])
    expect(step.isNew).toBe(true)
    expect(bodyOf(step)).toMatchObject({
      rule: 'ask',
      demand,
      decideByMs: 61_000,
      excluded: ['owner', 'dan'],
      origin: { type: 'payments.refund', agent: 'bot', run: 'run-1', onBehalfOf: 'dan' },
    })
    expect(step.drafts[0]?.views).toEqual({
      action: { value: action, salt },
      findings: { value: [] },
    })
  })

  test('its first fact has the agent’s proof; what is written at every change has not', () => {
    const step = intend()
    const { identity, source, redactor } = redactedOf()
    expect(bodyOf(step)).toMatchObject({ origin: { identity, source, redactor } })
    const { state } = step
    const text = JSON.stringify(state)
    const { proof, ...kept } = identity as Extract<typeof identity, { kind: 'signed' }>
    expect(text).not.toContain(proof)
    expect(text).not.toContain(source.topic)
    expect(state?.origin.identity).toEqual(kept)
  })

  test('of a chain everybody is excluded, and one whom nobody knows denies it', () => {
    const { state } = intend({ onBehalfOf: ['dan@example.org', 'ann'] })
    expect(state?.origin.onBehalfOf).toEqual(['dan', 'ann'])
    expect(state?.excluded).toEqual(['owner', 'dan', 'ann'])
    for (const onBehalfOf of [['dan', 'nobody'], [], ['dan', 7], ['dan', ['ann']]]) {
      const step = intend({ onBehalfOf }, { ruling: allows })
      expect(bodyOf(step)).toMatchObject({ code: 'HP_PRINCIPAL_UNKNOWN' })
      expect(step.grant).toBeUndefined()
    }
  })

  test('an e-mail address of the directory stands for its person, also among the excluded', () => {
    const { state } = intend({ onBehalfOf: 'dan@example.org' })
    expect(state?.origin.onBehalfOf).toBe('dan')
    expect(state?.excluded).toEqual(['owner', 'dan'])
  })

  test('who last deployed the agent is excluded where the rule says so, and nowhere else', () => {
    const directory = directoryOf(people, { lastDeployer: 'ben' })
    const ruling = requires({ exclude: ['lastDeployer'] })
    expect(intend({}, { ruling, directory }).state?.excluded).toEqual(['owner', 'ben'])
    expect(intend({}, { ruling }).state?.excluded).toEqual(['owner'])
    expect(intend({}, { directory }).state?.excluded).toEqual(['owner'])
  })

  test('a missing justification is told to the agent by its code', () => {
    const code = 'HP_JUSTIFICATION_REQUIRED' as const
    const step = intend({}, { ruling: { verdict: 'deny', rule: 'why', code } })
    expect(bodyOf(step)).toMatchObject({ by: 'policy', rule: 'why', code })
    expect(step.settled).toMatchObject({ status: 'denied', rule: 'why', code })
  })

  test('clearance, reversal and memory go with the action; the log says whether its result is cleared', () => {
    const more = { clearResult: true, reversibleWithinMs: 7, rememberMs: 30 } as const
    const allowing = { ...allows, terms: { ...terms, ...more } } as Ruling
    const allowed = intend({}, { ruling: allowing })
    expect(allowed.state).toMatchObject(more)
    expect(bodyOf(allowed)).toMatchObject({ clearResult: true })
    const asking = { ...requires(), terms: { ...terms, ...more } } as Ruling
    const held = intend({}, { ruling: asking })
    expect(held.state).toMatchObject({ ...more, heldAtMs: 1000 })
    expect(bodyOf(held)).toMatchObject({ clearResult: true })
    expect(bodyOf(intend({}, { ruling: allows }))).not.toHaveProperty('clearResult')
    const denied = intend({}, { ruling: { ...denies, rememberMs: 30 } as Ruling })
    expect(denied.state).toMatchObject({ status: 'denied', rememberMs: 30 })
  })

  test("the agent's own expiry shortens the time to decide and to use, and never lengthens it", () => {
    const early = { expiresAt: '1970-01-01T00:00:05Z' }
    const late = { expiresAt: '2999-01-01T00:00:00Z' }
    expect(intend(early).state?.decideByMs).toBe(5000)
    expect(intend(late).state?.decideByMs).toBe(61_000)
    expect(intend(early, { ruling: allows }).grant?.expiresMs).toBe(5000)
    expect(intend(late, { ruling: allows }).grant?.expiresMs).toBe(11_000)
  })

  test('what nobody could look at is never allowed without a person, whatever the policy says', () => {
    const finding = { path: '/params', type: 'UNSCANNED', score: 1, detector: 'limit' }
    for (const unseen of [{ unscanned: true }, { findings: [finding] }]) {
      const step = intend({}, { ruling: allows, ...unseen })
      expect(step.state).toMatchObject({ status: 'pending', rule: 'holdpoint/unscanned' })
      expect(step.grant).toBeUndefined()
    }
  })
})
