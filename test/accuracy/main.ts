/** npm run accuracy -- --data DIR: how much the redaction engine finds in labelled sets, written as packages/redaction/ACCURACY.md. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRedactor } from '@holdpoint/redaction'
import { heldOut } from './holdout/held-out.ts'
import { scoreSet } from './judge.ts'
import { predict } from './predict.ts'
import { accuracyText, type SetScore } from './report.ts'
import { type LabelledSet, readSets } from './sets.ts'

const usage = `npm run accuracy -- --data DIR [--set NAME,…] [--out FILE]

Runs the redaction engine over every labelled set in DIR and over the held-out set of this
repository, scores them with DIR/score.py against DIR/goals.json, and writes the tables.

  --data DIR   score.py, goals.json, and sets: *.jsonl or *.jsonl.gz
  --set A,B    only these sets; then tables go to standard output
  --out FILE   where tables go (default: packages/redaction/ACCURACY.md)

Exit codes: 0 every goal met; 1 a goal missed; 2 wrong usage.
`
const reportFile = join(import.meta.dirname, '../../packages/redaction/ACCURACY.md')
const options = {
  data: { type: 'string' },
  set: { type: 'string' },
  out: { type: 'string' },
} as const

process.exitCode = main()

function main(): number {
  const { data, set, out } = parseArgs({ options }).values
  if (data === undefined) {
    process.stderr.write(usage)
    return 2
  }
  const only = set?.split(',')
  const sets = [...readSets(data), heldOut()].filter((each) => only?.includes(each.name) ?? true)
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-accuracy-'))
  try {
    const scores = sets.map((each) => scored(each, data, folder))
    const { engineVersion } = engine()
    const text = accuracyText(scores, engineVersion)
    if (only !== undefined && out === undefined) process.stdout.write(text)
    else writeFileSync(out ?? reportFile, text)
    return scores.every(({ goals }) => goals.every(({ ok }) => ok)) ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Predictions hold positions only; the folder goes with the run all the same. */
function scored(set: LabelledSet, data: string, folder: string): SetScore {
  process.stderr.write(`${set.name}…\n`)
  const predictions = join(folder, `${set.name}.predictions.jsonl`)
  writeFileSync(predictions, predict(set.read(), engine()))
  const gold = set.file ?? join(folder, `${set.name}.jsonl`)
  if (set.file === undefined) writeFileSync(gold, set.read())
  return { name: set.name, ...scoreSet(data, gold, predictions, goalsOf(set, data)) }
}

/** The held-out set has the goals of the set of actions, whose kinds it shares. */
function goalsOf(set: LabelledSet, data: string): string {
  const goals: unknown = JSON.parse(readFileSync(join(data, 'goals.json'), 'utf8'))
  return typeof goals === 'object' && goals !== null && set.name in goals ? set.name : set.goalsLike
}

/** Tags do not count here: any key will do. */
function engine() {
  return createRedactor({ tagKey: Buffer.alloc(32), locates: true })
}
