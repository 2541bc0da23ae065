/** Asks the scorer that lies beside the sets. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Score } from './report.ts'

/** The scorer's answer for the largest set, many times over. */
const answerBytesMax = 64 * 1024 * 1024

export function scoreSet(data: string, gold: string, predictions: string, goals: string): Score {
  const args = [join(data, 'score.py'), gold, predictions, '--ci', '--json']
  const wanted = ['--goals', join(data, 'goals.json'), '--set', goals]
  const run = spawnSync('python3', [...args, ...wanted], {
    encoding: 'utf8',
    maxBuffer: answerBytesMax,
  })
  if (run.error !== undefined) throw run.error
  if (run.status !== 0) throw new Error(`score.py ended with ${run.status}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}
