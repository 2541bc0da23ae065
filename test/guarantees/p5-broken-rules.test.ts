/** P5: a policy that cannot be read allows nothing: fatal at start, and on reload the former one stays in force, with an alarm. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { type Stage, stage, waitMs } from '../support/stage.ts'

let at: Stage
let decisions: Decisions
let good: string

beforeAll(async () => {
  at = await stage({ services: ['redactor', 'gate', 'notifier'] })
  decisions = await Decisions.follow(at)
  good = readFileSync(at.hp.files.policy, 'utf8')
})
afterAll(() => at.close())

const allowAll = 'rules: [{ name: everything, allow: {} }]'
const broken = {
  'is no YAML': 'version: 1\nname: x\nrules: [',
  'has a word of its own': `version: 1\nname: x\ntrust_everybody: true\n${allowAll}`,
  'has a condition that is no condition': [
    ...['version: 1', 'name: x', 'rules:', '  - name: half', "    when: 'params.amount >'"],
    ...['    allow: {}', '  - name: everything', '    allow: {}'],
  ].join('\n'),
}
const cases = Object.entries(broken)

async function propose(): Promise<string> {
  const { id } = await at.agent.propose({ type: 'payments.refund', params: { amount: 1 } })
  return id
}

describe.concurrent('at start', () => {
  test.each(cases)(
    'a policy that %s ends the gate, naming file, line and place',
    async (what, text) => {
      const name = `broken-${Object.keys(broken).indexOf(what)}`
      const policy = join(at.hp.dir, `${name}.yaml`)
      writeFileSync(policy, text)
      const gate = await at.add('gate', {
        ...{ instance: name, waitUntilReady: false, overrides: { files: { policy } } },
      })
      expect(await gate.exited()).toEqual({ code: 1, signal: null })
      const last = JSON.parse(gate.log().trim().split('\n').at(-1) ?? '')
      expect(last).toMatchObject({ level: 'fatal', err: { code: 'HP_CONFIG' } })
      expect(last.msg).toMatch(
        new RegExp(`${name}\\.yaml:\\d+: (the file|trust_everybody|rules/0 \\()`),
      )
    },
  )
})

describe('on reload', () => {
  test('a broken one is ignored with an alarm, and the former one judges', async () => {
    const first = await decisions.fact('held', await propose())
    const alarm = '"the former rules stay in force: '
    const count = () => at.service('gate').log().split(alarm).length - 1
    for (const [index, [, text]] of cases.slice(0, 2).entries()) {
      writeFileSync(at.hp.files.policy, text)
      await until(() => count() > index, { deadlineMs: waitMs, what: 'the alarm' })
      const held = await decisions.fact('held', await propose())
      expect(held.policy).toBe(first.policy)
    }
  })

  test('a policy that denies takes effect also for what is already waiting: the stricter one wins', async () => {
    const waiting = (await decisions.fact('held', await propose())).actionId
    if (waiting === undefined) throw new Error('a held fact names its action')
    const strict = good.replace('rules:', 'rules:\n  - name: no-more\n    deny: {}')
    writeFileSync(at.hp.files.policy, strict)
    const isInForce = () => at.service('gate').log().includes('"new rules in force"')
    await until(isInForce, { deadlineMs: waitMs, what: 'the new policy' })
    expect(await at.decide('alice', waiting, 'approve')).toMatchObject({
      body: { status: 'denied' },
    })
    const denied = await decisions.fact('denied', waiting)
    expect(denied.body).toMatchObject({ by: 'policy', code: 'HP_POLICY_RECHECK' })
    expect(await decisions.life(waiting)).toEqual(['held', 'voted', 'denied'])
  })
})
