import { decodeEvent } from '@holdpoint/contracts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { peopleRig } from '../../test/people-rig.ts'
import { absenceField } from '../people/fold.ts'
import { absenceMaxMs } from './absences.ts'

let at: Awaited<ReturnType<typeof peopleRig>>
beforeEach(async () => {
  at = await peopleRig()
})
afterEach(() => at.close())

const hourMs = 3_600_000
const inMs = (ms: number) => new Date(at.time.nowMs + ms).toISOString()
const away = (body: object, person = 'ana') => at.post('/v1/absence', body, { person })
const asked = (...people: string[]) => at.desk.askedInstead(people, () => true, at.time.nowMs)

describe('an absence is refused', () => {
  test.each<[string, () => object, string]>([
    ['without an end', () => ({ delegate: 'bea' }), '/until'],
    ['that has ended', () => ({ delegate: 'bea', until: inMs(-1) }), '/until'],
    [
      'that ends before it begins',
      () => ({ delegate: 'bea', from: inMs(9000), until: inMs(8000) }),
      '/until',
    ],
    ['without bounds', () => ({ delegate: 'bea', until: inMs(absenceMaxMs + hourMs) }), '/until'],
    ['that nobody stands in for', () => ({ until: inMs(hourMs) }), '/delegate'],
    ['with oneself', () => ({ delegate: 'ana', until: inMs(hourMs) }), '/delegate'],
    [
      'with somebody whom nobody knows',
      () => ({ delegate: 'zoe', until: inMs(hourMs) }),
      '/delegate',
    ],
    [
      'of another person',
      () => ({ delegate: 'bea', until: inMs(hourMs), person: 'olga' }),
      '/person',
    ],
  ])('%s', async (_, body, field) => {
    expect(await away(body())).toMatchObject({
      status: 400,
      body: { code: 'HP_FIELD_INVALID', field },
    })
    expect(at.records()).toEqual([])
  })
})

test('who is away is not asked, until they are back or the time is over', async () => {
  expect(await away({ delegate: 'bea', until: inMs(hourMs) })).toMatchObject({
    status: 200,
    body: { absence: { delegate: 'bea' } },
  })
  expect(await asked('ana', 'olga')).toEqual(['bea', 'olga'])
  expect(await at.post('/v1/absence/end', {})).toMatchObject({ body: { absence: null } })
  expect(await asked('ana')).toEqual(['ana'])
  await away({ delegate: 'bea', until: inMs(hourMs) })
  at.time.nowMs += hourMs
  expect(await asked('ana')).toEqual(['ana'])
  expect(await at.get('/v1/absence')).toEqual({ absence: null })
})

test('a second absence takes the place of the first, and one that begins later waits', async () => {
  await away({ delegate: 'bea', until: inMs(hourMs) })
  await away({ delegate: 'olga', from: inMs(hourMs), until: inMs(2 * hourMs) })
  expect(await asked('ana')).toEqual(['ana'])
  at.time.nowMs += hourMs
  expect(await asked('ana')).toEqual(['olga'])
})

test('a stand-in who is away has a stand-in', async () => {
  await away({ delegate: 'bea', until: inMs(hourMs) })
  await away({ delegate: 'olga', until: inMs(hourMs) }, 'bea')
  expect(await asked('ana')).toEqual(['olga'])
})

test('coming back when one never left is nothing, and nobody brings another back', async () => {
  expect(await at.post('/v1/absence/end', {})).toMatchObject({ status: 200 })
  expect(at.records()).toEqual([])
  await away({ delegate: 'bea', until: inMs(hourMs) })
  await at.post('/v1/absence/end', {}, { person: 'bea' })
  expect(await asked('ana')).toEqual(['bea'])
})

test('all of it is taken down, and nothing but it is believed', async () => {
  await away({ delegate: 'bea', until: inMs(hourMs) })
  await at.post('/v1/absence/end', {})
  await away({ delegate: 'bea', until: inMs(hourMs) })
  expect(at.records().map((record) => decodeEvent(record).attributes.type)).toEqual([
    ...['away', 'back', 'away'].map((kind) => `dev.holdpoint.person.${kind}.v1`),
  ])
  await at.book.wipe()
  await at.restartFollowing()
  expect(await asked('ana')).toEqual(['bea'])
  const field = absenceField('ana')
  const text = (await at.book.get([field])).get(field) ?? ''
  const position = await at.book.position()
  await at.book.apply(
    position,
    (position ?? 0) + 1,
    new Map([[field, text.replace('"bea"', '"olga"')]]),
  )
  await expect(asked('ana')).rejects.toMatchObject({ code: 'HP_PROOF_INVALID' })
})
