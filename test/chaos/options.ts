/** What was asked for on the command line. */
import { parseArgs } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'

const minutesDefault = 10
/** Beyond it a run is no longer one that somebody waits for. */
const minutesMax = 24 * 60
const minuteMs = 60_000
const whole = /^\d{1,9}$/
const decimal = /^\d{1,4}(?:\.\d{1,3})?$/

export interface Options {
  /** Of the schedule: which fault, when, where. Absent: one is made up, and printed. */
  readonly seed: number | undefined
  /** Of the storm; the cases take as long as they take. */
  readonly durationMs: number
  /** One JSON object instead of lines. */
  readonly json: boolean
  /** Only this case. */
  readonly only: string | undefined
  /** Only the storm. */
  readonly stormOnly: boolean
  readonly list: boolean
}

/** Throws HP_SETUP for an argument that it does not know. */
export function readOptions(args: readonly string[], cases: readonly string[]): Options {
  const values = parse(args)
  const { seed, minutes = String(minutesDefault), case: only } = values
  if (seed !== undefined && !whole.test(seed)) throw refusal('--seed takes a whole number')
  const count = Number(minutes)
  if (!decimal.test(minutes) || count <= 0 || count > minutesMax) {
    throw refusal(`--minutes takes a number up to ${minutesMax}`)
  }
  if (only !== undefined && !cases.includes(only)) {
    throw refusal(`--case takes one of: ${cases.join(', ')}`)
  }
  return {
    seed: seed === undefined ? undefined : Number(seed),
    durationMs: count * minuteMs,
    json: values.json,
    only,
    stormOnly: values.storm,
    list: values.list,
  }
}

function parse(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const
    const flag = { type: 'boolean', default: false } as const
    const options = { seed: text, minutes: text, case: text, json: flag, storm: flag, list: flag }
    return parseArgs({ args: [...args], options }).values
  } catch (cause) {
    const takes = '--seed <n>, --minutes <m>, --case <name>, --storm, --list and --json'
    throw new HoldpointError('HP_SETUP', { what: `npm run chaos -- takes ${takes}` }, cause)
  }
}

function refusal(what: string): HoldpointError {
  return new HoldpointError('HP_SETUP', { what })
}
