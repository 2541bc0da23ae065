import { describe, expect, test } from 'vitest'
import { demandOf, directoryOf, type InputOf, people, requires, rulesOf } from './testing.ts'
import { answerOf, inputOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const finance = demandOf({ groups: [{ group: 'finance', min: 1 }] })
const approved = stateOf('approved', { demand: finance })
const revoke = (changes: Partial<InputOf<'revoke'>> = {}, state = approved) =>
  transition(state, inputOf('revoke', changes), rulesOf())

describe('calling an approved action back', () => {
  test('is refused to strangers and to people who could not have decided', () => {
    expect(refusalOf(revoke({ person: 'stranger' }))).toBe('HP_NOT_ENTITLED')
    expect(refusalOf(revoke({ person: 'cid' }))).toBe('HP_NOT_ENTITLED')
  })

  test('needs a reason', () => {
    expect(refusalOf(revoke({ reason: '  ' }))).toBe('HP_REASON_REQUIRED')
  })

  test('comes too late once it is claimed', () => {
    const step = revoke({}, stateOf('claimed', { demand: finance }))
    expect(refusalOf(step)).toBe('HP_ACTION_CLOSED')
    expect(step.revoked).toBeUndefined()
  })

  test('ends it, takes the grant back, and tells the agent why', () => {
    const step = revoke()
    expect(step.state).toMatchObject({ status: 'revoked', revision: 4, endedAtMs: 3500 })
    expect(step.revoked).toEqual({
      actionId: approved.id,
      audience: 'billing',
      jti: approved.grant?.jti,
      status: 'revoked',
      atMs: 3500,
    })
    expect(step.settled).toMatchObject({
      status: 'revoked',
      by: 'people',
      reason: 'wrong customer',
    })
    expect(JSON.stringify(step.drafts.map(({ fact }) => fact))).not.toContain('wrong customer')
  })

  test('is open to the requester side too: who may not let it go may stop it', () => {
    expect(revoke({ person: 'owner' }).state?.status).toBe('revoked')
  })

  test('of what policy allowed is open to everybody in the directory', () => {
    const { demand: _, ...allowed } = approved
    expect(revoke({ person: 'cid' }, allowed).state?.status).toBe('revoked')
    const nobody = rulesOf(requires(), directoryOf(people.slice(0, 1)))
    const step = transition(allowed, inputOf('revoke', { person: 'cid' }), nobody)
    expect(refusalOf(step)).toBe('HP_NOT_ENTITLED')
  })

  test('by the very same command again is told once', () => {
    const again = revoke({}, revoke().state)
    expect(again.drafts).toEqual([])
    expect(answerOf(again)).toMatchObject({ ok: true, status: 'revoked', repeated: true })
  })

  test('a second time, by whomever, finds it closed: whoever asked learns that on the stream', () => {
    for (const person of ['ann', 'ben']) {
      const again = revoke({ person, commandId: 'c-2' }, revoke().state)
      expect(refusalOf(again)).toBe('HP_ACTION_CLOSED')
    }
  })

  test('keeps the token of the person in the erasable view', () => {
    const [draft] = revoke({ token: 'id-token' }).drafts
    expect(draft?.views['token']).toEqual({ value: 'id-token' })
    expect(JSON.stringify(draft?.fact)).not.toContain('id-token')
  })
})
