/** P2: personal data and secrets in payloads, reasons and results, whatever becomes of the action, are found nowhere but where they belong. */
import { until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import {
  email,
  inParams,
  inResults,
  needlesOf,
  planted,
  plantedResult,
  resultSecret,
} from '../support/planted.ts'
import { PlantedLife } from '../support/planted-life.ts'
import { Search } from '../support/search.ts'
import {
  rawTopics,
  searchAnswers,
  searchFiles,
  searchRedis,
  searchTopics,
} from '../support/sinks.ts'
import { type Stage, stage, waitMs } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let life: PlantedLife
let stream: Search

const policy = policyOf({
  types: {
    'payments.refund': {},
    'support.ticket.comment': {},
    'crm.contact.read': {},
    'ledger.entry.add': {},
    'database.drop': {},
  },
  rules: [
    { name: 'no-drops', types: ['database.drop'], deny: { reason: 'never' } },
    { name: 'refunds', types: ['payments.refund'], require: { assurance: 'sso' } },
    { name: 'rest', allow: {} },
  ],
})

beforeAll(async () => {
  at = await stage({ issuer, policy, directory: teamDirectory })
  stream = await listen()
  at.execute({
    'support.ticket.comment': { run: () => plantedResult() },
    'payments.refund': { run: () => plantedResult() },
    'crm.contact.read': {
      run: (_, { begin }) => {
        begin()
        throw new Error(`lost ${email.value} with ${resultSecret.value}`)
      },
    },
  })
  life = new PlantedLife(at, await Decisions.follow(at))
  await life.play()
  await untilLogged()
})
afterAll(() => at.close())

const freshSearch = () => new Search(needlesOf(planted))
const expectNothing = ({ found, charsSeen }: Search) => {
  expect([...found]).toEqual([])
  expect(charsSeen).toBeGreaterThan(0)
}

/** The reviewers' stream of events, as long as the stage lives. */
async function listen(): Promise<Search> {
  const heard = freshSearch()
  const authorization = `Bearer ${await at.people.token('alice')}`
  const { body } = await fetch(`${at.hp.urls.notifier}/v1/events`, { headers: { authorization } })
  const read = async () => {
    for await (const chunk of body ?? []) heard.look('event stream', chunk)
  }
  read().catch(() => undefined)
  return heard
}

async function untilLogged(): Promise<void> {
  for (const id of Object.values(life.actions)) {
    const url = `${at.hp.urls.auditor}/v1/records?action=${id}`
    const isLogged = async () => /log\.case\.v1/.test(await (await fetch(url)).text())
    await until(isLogged, { deadlineMs: waitMs, what: `the case of ${id}` })
  }
}

test('they did travel: each is found in the two raw topics, by the same search', async () => {
  const search = freshSearch()
  const raw = rawTopics(at)
  await searchTopics(at, search, (topic) => raw.includes(topic))
  const names = [...inParams, ...inResults].map(({ name }) => name)
  expect([...search.names].sort()).toEqual(names.sort())
})

describe('a value planted in any field is found in', () => {
  test('no topic but those two: neither keys nor headers nor values, dead letters included', async () => {
    const search = freshSearch()
    const raw = rawTopics(at)
    const count = await searchTopics(at, search, (topic) => !raw.includes(topic))
    expect(count).toBeGreaterThan(50)
    expectNothing(search)
  })

  test('no key and no value of Redis', async () => {
    const search = freshSearch()
    expect(await searchRedis(at, search)).toBeGreaterThan(3)
    expectNothing(search)
  })

  test('no line that a service logged', () => {
    const search = freshSearch()
    expect(searchFiles(at, search, 'logs')).toBe(5)
    expectNothing(search)
  })

  test('no file of the log', () => {
    const search = freshSearch()
    expect(searchFiles(at, search, 'log')).toBeGreaterThan(10)
    expectNothing(search)
  })

  test('no answer of notifier, gate, auditor or metrics to anybody', async () => {
    const search = freshSearch()
    const ids = Object.values(life.actions)
    expect(await searchAnswers(at, search, ids)).toBeGreaterThan(4 * ids.length)
    expectNothing(search)
    expectNothing(stream)
  })

  test('nothing that agents, reviewers and callers with bad input were told', () => {
    const search = freshSearch()
    for (const { where, text } of life.told) search.look(where, text)
    expect(life.told.length).toBeGreaterThan(80)
    expectNothing(search)
  })
})

test('every way was gone: what was done, approved, denied, withdrawn, failed and unknown', () => {
  const ends = life.told.flatMap(({ where, text }) => {
    return where.startsWith('settlement of ')
      ? [`${where.slice(14)}: ${JSON.parse(text).status}`]
      : []
  })
  expect(ends).toEqual([
    'allowed: succeeded',
    'approved: succeeded',
    'denied: denied',
    'forbidden: denied',
    'withdrawn: withdrawn',
    'odd: unknown',
    'failed: failed',
    'refused outcome: succeeded',
  ])
})

test('what is masked says so: the agent and the reviewer see placeholders', () => {
  const texts = life.told.map(({ text }) => text).join('\n')
  expect(texts).toContain('⟦EMAIL·')
  expect(texts).toContain('⟦SECRET·')
})
