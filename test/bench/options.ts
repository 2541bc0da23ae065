/** What was asked for on the command line, and how much work that means. */
import { parseArgs } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'

export interface Options {
  /** One JSON object instead of tables. */
  readonly json: boolean
  readonly quick: boolean
  /** Very many open holds instead of everything else. */
  readonly scale: boolean
  /** The redaction engine alone, without services, instead of everything else. */
  readonly redaction: boolean
  /** One part of the usual run, and only its figures. */
  readonly part: Part | undefined
  /** Folder for CPU profiles of the services under load. */
  readonly profile: string | undefined
}

export const parts = ['throughput', 'cycles'] as const
export type Part = (typeof parts)[number]

export interface Sizes {
  /** Through the raw relay, before and after everything else. */
  readonly relayRecords: number
  /** Through redactor and gate one after the other; what warms them up. */
  readonly aloneActions: number
  /** The same again with warm processes. */
  readonly warmActions: number
  /** Through both at once, and then voted on. */
  readonly togetherActions: number
  /** By HTTP from intent to grant. */
  readonly cycles: number
  /** Each kind of latency is measured this long. */
  readonly paceSeconds: number
  readonly idleSeconds: number
  /** From ready to idle: fetches are short for five seconds after each takeover. */
  readonly settleSeconds: number
}

/** How much `--scale` is. */
export interface ScaleSizes {
  readonly holds: number
  readonly expiring: number
  /** From when they come in until they expire; they must all be held by then. */
  readonly expiryLeadSeconds: number
  /** Records that wait when an owner is stopped. */
  readonly stalled: number
}

const fullScale: ScaleSizes = {
  holds: 200_000,
  expiring: 50_000,
  expiryLeadSeconds: 90,
  stalled: 20_000,
}
const quickScale: ScaleSizes = { holds: 5000, expiring: 2000, expiryLeadSeconds: 30, stalled: 4000 }

const full: Sizes = {
  relayRecords: 100_000,
  aloneActions: 15_000,
  warmActions: 20_000,
  togetherActions: 20_000,
  cycles: 6_000,
  paceSeconds: 6,
  idleSeconds: 10,
  settleSeconds: 8,
}

/** Shows that everything works; its figures are those of processes that have not warmed up. */
const quick: Sizes = {
  relayRecords: 20_000,
  aloneActions: 2_000,
  warmActions: 2_000,
  togetherActions: 3_000,
  cycles: 500,
  paceSeconds: 1.5,
  idleSeconds: 3,
  settleSeconds: 1,
}

/** Throws HP_SETUP for an argument that it does not know. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        scale: { type: 'boolean', default: false },
        redaction: { type: 'boolean', default: false },
        part: { type: 'string' },
        profile: { type: 'string' },
      },
    })
    const { json, quick, scale, redaction, profile } = values
    return { json, quick, scale, redaction, part: partOf(values.part), profile }
  } catch (cause) {
    const what = `npm run bench -- takes --json, --quick, --scale, --redaction, --part ${parts.join('|')} and --profile <folder>`
    throw new HoldpointError('HP_SETUP', { what }, cause)
  }
}

function partOf(name: string | undefined): Part | undefined {
  const part = parts.find((known) => known === name)
  if (part !== name) throw new TypeError('no such part')
  return part
}

export function sizesOf(options: Pick<Options, 'quick'>): Sizes {
  return options.quick ? quick : full
}

export function scaleSizesOf(options: Pick<Options, 'quick'>): ScaleSizes {
  return options.quick ? quickScale : fullScale
}
