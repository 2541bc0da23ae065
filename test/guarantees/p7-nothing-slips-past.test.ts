/** P7: every decision is in the log, once; what is not the gate's word is a finding; and the log can't be edited without it showing. */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type ActionId,
  check,
  DecisionEvent,
  decodeEvent,
  encodeEvent,
  factDigest,
  topicName,
} from '@holdpoint/contracts'
import { runDir, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { claimsFor, issue, publish, redactedOf, signedBy } from '../support/forgery.ts'
import { leavesIn, logDir, verify } from '../support/log.ts'
import { type Stage, stage, waitMs } from '../support/stage.ts'

let at: Stage
let decisions: Decisions
let ended: ActionId[]

beforeAll(async () => {
  at = await stage()
  decisions = await Decisions.follow(at)
  at.execute({ 'support.ticket.comment': { run: () => ({ ok: true }) } })
  ended = await someLives()
})
afterAll(() => at.close())

const propose = async (type: string) => (await at.agent.propose({ type, params: { n: 1 } })).id

/** One done, one denied by policy, one denied by a person. */
async function someLives(): Promise<ActionId[]> {
  const types = ['support.ticket.comment', 'database.drop', 'payments.refund']
  const ids = await Promise.all(types.map(propose))
  await at.decide('bob', ids[2] as ActionId, 'deny', { reason: 'not this one' })
  for (const id of ids) await at.agent.settled(id)
  return ids
}

const eventsOnTopic = async () =>
  (await at.records('decisions')).map((record) => check(DecisionEvent, decodeEvent(record).data))

/** The leaves, as soon as they tell of everything that is on the topic. */
async function leaves() {
  const digests = (await eventsOnTopic()).map(({ fact }) => factDigest(fact))
  return until(
    async () => {
      const all = await leavesIn(at)
      const logged = new Set(all.filter(({ fact }) => fact).map(({ fact }) => factDigest(fact)))
      return digests.every((digest) => logged.has(digest)) && all
    },
    { deadlineMs: waitMs, what: 'all facts in the log' },
  )
}

async function expectWhole(ids: readonly ActionId[]): Promise<void> {
  const all = await leaves()
  const onTopic = (await eventsOnTopic()).map(({ fact }) => factDigest(fact))
  const inLog = all.filter(({ type }) => /event/.test(type)).map(({ fact }) => factDigest(fact))
  expect(inLog.sort()).toEqual(onTopic.sort())
  for (const id of ids) {
    const cases = all.filter(({ type, actionId }) => /case/.test(type) && actionId === id)
    expect(cases).toHaveLength(1)
    const told = cases[0].events.map((index: number) => all[index].fact.kind)
    expect(told).toEqual(await decisions.life(id))
  }
}

describe('nothing is missing and nothing stands twice', () => {
  test('every fact of the decision stream is a leaf exactly once, and every closed action a case', () =>
    expectWhole(ended))

  test('also when the auditor is killed and comes back in the middle of it', async () => {
    const auditor = at.service('auditor')
    auditor.kill('SIGKILL')
    await auditor.exited()
    const while_ = await someLives()
    auditor.start()
    await auditor.ready()
    const after = await someLives()
    await expectWhole([...while_, ...after])
    expect(await verify(at, logDir(at))).toMatchObject({ code: 0, problems: [], findings: [] })
  })
})

describe('an edited copy shows it', () => {
  let dir: string
  beforeAll(async () => {
    await leaves()
    dir = join(runDir('log'), 'log')
    cpSync(logDir(at), dir, { recursive: true })
  })
  const copy = () => {
    const other = join(runDir('copy'), 'log')
    cpSync(dir, other, { recursive: true })
    return other
  }
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
  const flip = (file: string, place = 0.5) => {
    const bytes = readFileSync(file)
    const index = Math.floor(bytes.length * place)
    bytes[index] = (bytes[index] ?? 0) ^ 1
    writeFileSync(file, bytes)
  }
  const newest = (folder: string) =>
    filesIn(folder)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1) ?? ''

  test.concurrent.each([
    ['an entry', (log: string) => flip(newest(join(log, 'tile/entries'))), 40],
    ['a hash of the tree', (log: string) => flip(newest(join(log, 'tile/0'))), 40],
    ['the checkpoint’s root', (log: string) => flip(join(log, 'checkpoint'), 0.3), 40],
    ['a view', (log: string) => flip(newest(join(log, 'views')), 0.9), 40],
  ])('one bit changed in %s is proven wrong', async (_, change, code) => {
    const log = copy()
    change(log)
    const { verdict, code: exit } = await verify(at, log)
    expect([verdict, exit]).toEqual(['INVALID', code])
  })

  test.concurrent('a tile taken away is missed', async () => {
    const log = copy()
    rmSync(newest(join(log, 'tile/entries')))
    expect(await verify(at, log)).toMatchObject({ code: 20, verdict: 'INCOMPLETE' })
  })

  test('an older copy passed off as the newest one is missed by whoever saw a newer head', async () => {
    const head = join(runDir('head'), 'checkpoint')
    await someLives()
    await leaves()
    cpSync(join(logDir(at), 'checkpoint'), head)
    const told = await verify(at, dir, '--known-head', head)
    expect(told).toMatchObject({ code: 20, verdict: 'INCOMPLETE' })
    expect(await verify(at, logDir(at), '--known-head', join(dir, 'checkpoint'))).toMatchObject({
      code: 0,
    })
  })

  test('the command is there for whoever has the project: npx holdpoint verify', async () => {
    const args = ['--no-install', 'holdpoint', 'verify', dir, '--trust', at.hp.files.trust]
    const { stdout } = await promisify(execFile)('npx', args)
    expect(stdout).toMatch(/^VALID-UNWITNESSED: everything that is here holds\n/)
  })

  test('a view that was erased leaves everything valid, and the report says that it is not here', async () => {
    const log = copy()
    // What came last may not have been in the log yet when it was copied.
    const files = (await eventsOnTopic()).flatMap(({ fact }) => {
      const name = fact.kind === 'held' && fact.commitments['action']?.slice('sha256:'.length)
      return name ? [join(log, 'views', name.slice(0, 2), `${name}.json`)] : []
    })
    rmSync(files.find((file) => existsSync(file)) ?? 'no view in the log')
    const after = await verify(at, log)
    expect(after).toMatchObject({ code: 0, verdict: 'VALID-UNWITNESSED', problems: [] })
    expect(after.counts['viewsAbsent']).toBe(1)
  })
})

describe('what is not the gate’s word', () => {
  const findings = async () => (await leavesIn(at)).filter(({ type }) => /finding/.test(type))
  const found = (what: string, holds: (finding: { [name: string]: unknown }) => boolean) =>
    until(async () => (await findings()).find(holds), { deadlineMs: waitMs, what })

  test('a grant without its decision is a finding, whoever signed it', async () => {
    const id = await propose('payments.refund')
    await decisions.fact('held', id)
    const redacted = await redactedOf(at, id)
    await publish(at, issue(redacted, signedBy(at, 'notifier.jwk', claimsFor(at, redacted))))
    const unsigned = await found('the forged grant', ({ finding, code }) => {
      return finding === 'grant' && code === 'HP_GRANT_INVALID'
    })
    expect(unsigned).toMatchObject({ source: { topic: topicName(at.hp.prefix, 'approved') } })
    await publish(at, issue(redacted, signedBy(at, 'gate.jwk', claimsFor(at, redacted))))
    await found('the stolen signature', ({ finding, actionId }) => {
      return finding === 'grant' && actionId === id
    })
  })

  test('a fact that the gate did not sign is a finding, and nobody is shown it', async () => {
    const id = await propose('payments.refund')
    const { fact, views } = await decisions.first('it', ({ fact }) => fact.actionId === id)
    const forged = { ...fact, number: fact.number + 1, previous: factDigest(fact), kind: 'expired' }
    const body = { decideByMs: fact.atMs }
    const { headers, value } = encodeEvent({
      ...{ id: 'forged', source: `${at.hp.urn}/gate`, subject: id, timeMs: fact.atMs },
      ...{ type: 'dev.holdpoint.action.expired.v1' },
      data: { fact: { ...forged, body, commitments: {} }, views: {} },
    })
    expect(views).toHaveProperty('action')
    const topic = topicName(at.hp.prefix, 'decisions')
    await at.operator().send([{ topic, partition: fact.slot, key: id, value, headers }])
    expect(await at.decide('alice', id, 'approve')).toMatchObject({ body: { status: 'approved' } })
    const told = await found('the forged fact', ({ finding }) =>
      ['unvouched', 'conflict'].includes(String(finding)),
    )
    expect(told).toMatchObject({ slot: fact.slot })
    const shown = await at.people.ask('GET', `/v1/approvals/${id}`, 'alice')
    expect(shown.text).not.toContain('expired')
    expect(await verify(at, logDir(at))).toMatchObject({ code: 0, problems: [] })
  })
})
