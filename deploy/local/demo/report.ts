/** The whole demo without a person: four actions, then the log, and what of it was right. */

import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import type { Running } from '../bring-up.ts'
import { writePrivate } from '../infra/private-file.ts'
import { until } from '../infra/wait.ts'
import { actNames } from './act.ts'
import type { Line } from './line.ts'
import { logged, logKey, proofOf, type Verdict, verify } from './record.ts'
import { type Check, type Observed, type Step, stepOf } from './step.ts'
import { Tour } from './tour.ts'

/** Of the demo's people, neither the agent's owner nor who sits at the keyboard. */
const decider = 'bob'
const caseMsMax = 60_000
const sound = 'VALID-UNWITNESSED'

export interface LogReport {
  /** Gone afterwards where everything was in memory. */
  readonly folder: string
  readonly origin: string
  /** Key of the log, as C2SP's verifier key. */
  readonly vkey: string
  readonly trust: string
  readonly verdict: string
  readonly size: number
  readonly root: string
  readonly counts: Readonly<Record<string, number>>
  /** How the action that people decided ended, provable by itself. */
  readonly proof: { readonly action: string; readonly file: string; readonly verdict: string }
  readonly checks: readonly Check[]
}

export interface DemoReport {
  /** Every step and the log. */
  readonly right: boolean
  readonly servers: Running['servers']
  readonly address: string
  readonly deployment: string
  readonly dir: string
  /** In ms; `ready` from the start of the command. */
  readonly timings: Readonly<Record<string, number>>
  readonly steps: readonly Step[]
  readonly log: LogReport
}

export async function runDemo(
  running: Running,
  readyMs: number,
  tell: (line: Line) => void,
): Promise<DemoReport> {
  const { url, cast, deployment, servers } = running
  const startedMs = Date.now()
  const tour = new Tour({ url, cast, tell, decider })
  const observed: Observed[] = []
  for (const act of actNames) {
    const seen = await tour.play(act)
    observed.push(seen)
    tellWrong(stepOf(seen), observed.length, tell)
  }
  const log = await checkLog(running, observed)
  tellLog(log, tell)
  // Once more with all that the executor has run by now: a late second run is as wrong as an early one.
  const steps = observed.map((each) => stepOf(tour.observed(each)))
  const right = [...steps.flatMap(({ checks }) => checks), ...log.checks].every((c) => c.right)
  const timings = { ready: readyMs, demo: Date.now() - startedMs }
  const { urn, dir } = deployment
  return { right, servers, address: url, deployment: urn, dir, timings, steps, log }
}

async function checkLog({ url, deployment }: Running, observed: readonly Observed[]) {
  const { dir, files } = deployment
  for (const { proposed } of observed) {
    const { id } = proposed
    const isClosed = async () => (await logged(url, id)).isClosed
    await until(isClosed, { deadlineMs: caseMsMax, what: `the case of ${id} in the log` })
  }
  const action = observed.find(({ act }) => act === 'held')?.proposed.id
  if (action === undefined) throw new HoldpointError('HP_INTERNAL')
  const file = join(dir, 'proofs', `${action}.tlog-proof`)
  writePrivate(file, await proofOf(url, action))
  const folder = join(dir, 'log')
  const { trust } = files
  const { origin, vkey } = await logKey(url)
  const whole = await verify(folder, '--trust', trust)
  const one = await verify(file, '--key', vkey)
  return logReport({ origin, vkey, folder, trust, whole, one, action, file })
}

interface Verified {
  readonly origin: string
  readonly vkey: string
  readonly folder: string
  readonly trust: string
  readonly whole: Verdict
  readonly one: Verdict
  readonly action: string
  readonly file: string
}

function logReport({ whole, one, action, file, ...rest }: Verified): LogReport {
  const { size = 0, root = '' } = whole.log ?? {}
  const counts = whole.counts ?? {}
  return {
    ...{ ...rest, verdict: whole.verdict, size, root, counts },
    proof: { action, file, verdict: one.verdict },
    checks: [
      { what: 'the log holds', right: whole.exitCode === 0 && whole.verdict === sound },
      { what: 'the auditor found nothing', right: counts['findings'] === 0 },
      { what: 'the proof of one action holds', right: one.exitCode === 0 },
    ],
  }
}

function tellWrong({ checks }: Step, number: number, tell: (line: Line) => void): void {
  for (const { what, right } of checks) {
    if (!right) tell({ kind: 'wrong', number, text: `not so: ${what}` })
  }
}

function tellLog({ verdict, size, checks }: LogReport, tell: (line: Line) => void): void {
  const number = actNames.length + 1
  tell({ kind: 'title', number, text: 'the record' })
  const text = `holdpoint verify: ${verdict}, ${size} entries, one proof by itself`
  tell({ kind: 'step', number, who: 'stranger', text })
  for (const { what, right } of checks) {
    if (!right) tell({ kind: 'wrong', number, text: `not so: ${what}` })
  }
  if (checks.every(({ right }) => right)) tell({ kind: 'promise', number, name: 'P7' })
}
