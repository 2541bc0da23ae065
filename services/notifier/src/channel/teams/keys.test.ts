/** Keys of the Bot Framework: what is fetched when, and what is believed while it cannot be had. */
import { FakeTeams, signingKey } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ServiceKeys } from './keys.ts'

const dayMs = 24 * 3600 * 1000
const time = { nowMs: 0 }
let teams: FakeTeams
let keys: ServiceKeys
beforeEach(async () => {
  time.nowMs = Date.UTC(2026, 5, 1)
  teams = await FakeTeams.open({ clock: () => time.nowMs })
  keys = new ServiceKeys({ endpoints: teams.endpoints, clock: () => time.nowMs, fetch })
})
afterEach(() => teams.close())
const kid = () => teams.keys[0]?.kid ?? ''

describe('nothing is believed', () => {
  test('while nothing could be fetched, and not every request tries', async () => {
    teams.behaviour = 'down'
    for (let at = 0; at < 5; at++) {
      await expect(keys.find(kid())).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
    }
    teams.behaviour = 'answer'
    await expect(keys.find(kid())).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
    time.nowMs += 10_000
    expect(await keys.find(kid())).toBeDefined()
  })

  test('that metadata finds at a host which is not Microsoft’s', async () => {
    const elsewhere = { ...teams.endpoints, hosts: ['botframework.com'] }
    const other = new ServiceKeys({ endpoints: elsewhere, clock: () => time.nowMs, fetch })
    await expect(other.find(kid())).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
    expect(teams.counts.keyFetches).toBe(0)
  })

  test('of keys for other purposes, of other kinds, or too short', async () => {
    const [own] = teams.keys
    if (own === undefined) throw new Error('no key')
    const changed = [{ use: 'enc' }, { kty: 'EC' }, { n: 'AQAB' }, { kid: 7 }, { e: undefined }]
    teams.keys = changed.map((change, at) => ({
      ...own,
      jwk: { ...own.jwk, kid: `k${at}`, ...change },
    }))
    for (const [at] of changed.entries()) expect(await keys.find(`k${at}`)).toBeUndefined()
  })

  test('two days after the keys could be fetched last', async () => {
    await keys.find(kid())
    teams.behaviour = 'down'
    time.nowMs += 2 * dayMs - 1
    expect(await keys.find(kid())).toBeDefined()
    time.nowMs += 10_001
    await expect(keys.find(kid())).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
  })
})

test('keys are fetched once for all who wait, and again after a day', async () => {
  await Promise.all(Array.from({ length: 50 }, () => keys.find(kid())))
  expect(teams.counts.keyFetches).toBe(1)
  time.nowMs += dayMs - 1
  await keys.find(kid())
  expect(teams.counts.keyFetches).toBe(1)
  time.nowMs += 1
  await keys.find(kid())
  expect(teams.counts.keyFetches).toBe(2)
})

test('a new key is found within the hour, and a withdrawn one is gone with the next look', async () => {
  await keys.find(kid())
  const [old] = teams.keys
  const fresh = signingKey(['msteams'])
  teams.keys = [fresh]
  expect(await keys.find(fresh.kid)).toBeUndefined()
  time.nowMs += 3_600_000
  expect((await keys.find(fresh.kid))?.endorsements).toEqual(['msteams'])
  expect(await keys.find(old?.kid ?? '')).toBeUndefined()
})

test('an unknown key makes one look in an hour, also where that fails', async () => {
  await keys.find(kid())
  time.nowMs += 3_600_000
  teams.keys = [signingKey(['msteams'])]
  teams.behaviour = 'down'
  expect(await keys.find(kid())).toBeUndefined()
  teams.behaviour = 'answer'
  time.nowMs += 3_599_999
  expect(await keys.find(kid())).toBeUndefined()
  expect(teams.counts.keyFetches).toBe(1)
  time.nowMs += 1
  expect(await keys.find(kid())).toBeDefined()
})

test('a key that lists no endorsement endorses nothing', async () => {
  teams.keys = [signingKey()]
  expect((await keys.find(kid()))?.endorsements).toEqual([])
})
