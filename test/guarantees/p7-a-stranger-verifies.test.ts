/** P7: every decision is logged, signed, and provable to a stranger who has the log, its key and the trust file, and nobody to ask. */
import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runDir, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, stage } from '../support/stage.ts'

const command = join(import.meta.dirname, '../../services/auditor/bin/holdpoint.mjs')
const planted = 'jane.planted@example.com'
const waitMs = 90_000
let at: Stage
let dir: string
/** Ids of the actions, by how they went. */
const ids: Record<string, string> = {}

interface Told {
  readonly exitCode: number
  readonly verdict: string
  readonly counts: Record<string, number>
  readonly problems: unknown[]
  readonly findings: unknown[]
}

async function verify(target: string, ...more: string[]): Promise<Told> {
  const args = ['verify', target, '--trust', at.hp.files.trust, '--json', ...more]
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args]).catch(
    (error: { stdout: string }) => error,
  )
  return JSON.parse(stdout)
}

beforeAll(async () => {
  at = await stage()
  dir = join(at.hp.dir, 'log')
  const run = { run: () => ({ paidTo: planted }) }
  at.execute({ 'payments.refund': run, 'support.ticket.comment': run })
  const refund = {
    type: 'payments.refund',
    params: { amount: 120, to: planted },
    justification: `asked for by ${planted}`,
  }
  const comment = await at.agent.propose({ type: 'support.ticket.comment', params: { text: 'hi' } })
  const [approved, denied] = [await at.agent.propose(refund), await at.agent.propose(refund)]
  const forbidden = await at.agent.propose({ type: 'database.drop', params: { name: 'orders' } })
  await at.decide('alice', approved.id, 'approve')
  await at.decide('bob', denied.id, 'deny', { reason: 'already refunded' })
  for (const ticket of [comment, approved, denied, forbidden]) await at.agent.settled(ticket)
  Object.assign(ids, { comment: comment.id, approved: approved.id, denied: denied.id })
  Object.assign(ids, { forbidden: forbidden.id })
  const isLogged = async () => {
    const events = (await at.records('decisions')).length
    const { counts } = await verify(dir)
    return counts['events'] === events && counts['cases'] === 4
  }
  await until(isLogged, { deadlineMs: waitMs, what: 'all decisions in the log' })
})
afterAll(() => at?.close())

describe('with the log, its key and the trust file', () => {
  test('every decision, intent, claim, outcome and vote holds, and nothing is missing', async () => {
    const { verdict, exitCode, problems, findings, counts } = await verify(dir)
    expect([verdict, exitCode, problems, findings]).toEqual(['VALID-UNWITNESSED', 0, [], []])
    expect(counts).toMatchObject({ decisions: 4, intents: 4, claims: 2, outcomes: 2, votes: 2 })
    expect(counts['viewsAbsent']).toBe(0)
  })

  test('the same over HTTP, without the views', async () => {
    const { verdict, counts } = await verify(at.hp.urls.auditor)
    expect([verdict, counts['decisions'], counts['viewsPresent']]).toEqual([
      'VALID-UNWITNESSED',
      4,
      0,
    ])
  })

  test('one case at a time, from a file that says what happened', async () => {
    for (const [name, id] of Object.entries(ids)) {
      const answer = await fetch(`${at.hp.urls.auditor}/v1/proofs/inclusion?action=${id}`)
      const file = join(runDir('proof'), `${name}.tlog-proof`)
      writeFileSync(file, await answer.text())
      const args = ['verify', file, '--trust', at.hp.files.trust]
      const { stdout } = await promisify(execFile)(process.execPath, [command, ...args])
      expect(stdout).toContain(`case of action ${id}`)
    }
  })

  test('a log with one changed byte is refused', async () => {
    const copy = join(runDir('copy'), 'log')
    cpSync(dir, copy, { recursive: true })
    const entries = join(copy, 'tile/entries/000.p')
    const file = join(entries, readdirSync(entries).at(-1) ?? '')
    const bytes = readFileSync(file)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(file, bytes)
    expect(await verify(copy)).toMatchObject({ verdict: 'INVALID', exitCode: 40 })
  })
})

test('what was planted in payloads, justifications and results is in no file of the log', () => {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
  expect(files.length).toBeGreaterThan(10)
  for (const file of files) {
    const text = readFileSync(join(file.parentPath, file.name), 'latin1')
    expect(text.includes('planted'), file.name).toBe(false)
  }
})
