import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { card } from '../../../test/slack.ts'
import { readPress, readSafely, readSubmission } from './gesture.ts'
import { locatorText } from './locator.ts'

const home = { team: 'T1' }
const value = locatorText(card, true)
const action = { action_id: 'hp.approve', action_ts: '1763.9', value }
const body = {
  ...{ type: 'block_actions', team: { id: 'T1' }, enterprise: null, trigger_id: '13.7.ab' },
  user: { id: 'U7', team_id: 'T1', username: 'ana', name: 'Ana' },
  container: { type: 'message', channel_id: 'C1', message_ts: '1763.01' },
  actions: [action],
}
const read = (change: object) => readSafely(() => readPress({ ...body, ...change }, home))

describe('nothing is read', () => {
  test.each<[string, object]>([
    ['without a person', { user: {} }],
    ['from a person that is no id', { user: { id: 'ana; drop' } }],
    ['from two buttons', { actions: [action, action] }],
    ['from no button', { actions: [] }],
    ['without a place', { container: {} }],
    ['from a place that is no time', { container: { ...body.container, message_ts: 'x' } }],
    ['from a button that carries nothing', { actions: [{ ...action, value: undefined }] }],
    ['from a button of another name', { actions: [{ ...action, action_id: 'hp.open' }] }],
    ['from a name close to ours', { actions: [{ ...action, action_id: 'hp.approve ' }] }],
  ])('%s', (_, change) => {
    expect(read(change)).toEqual({ kind: 'nothing' })
  })

  test('whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        expect(readSafely(() => readPress(any, home))).toEqual({ kind: 'nothing' })
        expect(readSafely(() => readSubmission(any, home))).toEqual({ kind: 'nothing' })
      }),
    )
  })
})

test.each<[string, object]>([
  ['a person of another workspace', { user: { ...body.user, team_id: 'T2' } }],
  ['another workspace', { team: { id: 'T2' } }],
  ['no workspace', { team: null }],
])('%s is a stranger', (_, change) => {
  expect(read(change)).toMatchObject({ kind: 'stranger', actor: { user: 'U7' } })
})

test('in an organisation its people are at home in each of its workspaces, and nobody else is', () => {
  const org = { team: 'T1', enterprise: 'E1' }
  const of = (enterprise: object | null) =>
    readPress({ ...body, team: { id: 'T9' }, enterprise, user: { id: 'W7', team_id: 'T9' } }, org)
  expect(of({ id: 'E1' })).toMatchObject({ kind: 'vote', actor: { account: 'slack:E1:W7' } })
  expect(of({ id: 'E2' }).kind).toBe('stranger')
  expect(of(null).kind).toBe('stranger')
})

test('names say nothing: the account is workspace and id', () => {
  const gesture = read({
    user: { ...body.user, username: 'bea', name: 'Bea', email: 'bea@x.example' },
  })
  expect(gesture).toMatchObject({ actor: { account: 'slack:T1:U7' } })
  expect(JSON.stringify(gesture)).not.toMatch(/bea/i)
})

test('a press is told from others by person, place and moment', () => {
  const idOf = (change: object) => {
    const gesture = read(change)
    return gesture.kind === 'vote' ? gesture.press.pressId : ''
  }
  const ids = [
    ...[{}, { user: { id: 'U8' } }, { actions: [{ ...action, action_ts: '1764.0' }] }],
    { container: { ...body.container, message_ts: '1763.02' } },
  ].map(idOf)
  expect(new Set(ids).size).toBe(ids.length)
  expect(idOf({ trigger_id: 'another' })).toBe(ids[0])
})

test('a button of a copy that was cut says so', () => {
  const cut = { ...action, value: locatorText(card, false) }
  expect(read({ actions: [cut] })).toMatchObject({ kind: 'vote', press: { isComplete: false } })
})
