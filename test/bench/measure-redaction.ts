/** The redaction engine alone: throughput beside five naive patterns, latency with sealing, and inputs that are meant to make it slow. One process, one run. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { canonicalize } from '@holdpoint/contracts'
import { createRedactor, type Redactor } from '@holdpoint/redaction'
import { adversaries } from '@holdpoint/redaction/adversaries'
import { generateUnsealingKey, Sealer, wrapTo } from '@holdpoint/seal'
import { actionsOf, type Load, mixedLoad } from './redaction-load.ts'
import { percentile } from './statistics.ts'

const mixedChars = 5_000_000
const actionChars = 2_000
const largeChars = 1_000_000
/** Sides take turns, so that what else the machine does falls on all of them; the best turn counts. */
const rounds = 5
const tagKey = Buffer.alloc(32, 7)

/** What people write first: e-mail, social security number, card, telephone, address of a machine. */
const naive = [
  /[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g,
  /\b\d{3}-\d{2}-\d{4}\b/g,
  /\b(?:\d[ -]?){13,16}\b/g,
  /(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b/g,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
]

export interface RedactionFigures {
  readonly quick: boolean
  readonly megabytesPerSecond: {
    readonly naive: number
    readonly withoutNames: number
    readonly withNames: number
    /** Undefined where Python has no presidio-analyzer. */
    readonly presidio: number | undefined
  }
  /** Masking and sealing one action. */
  readonly action: { readonly chars: number; readonly p50Ms: number; readonly p99Ms: number }
  readonly largeActionMs: number
  /** Megabytes per second of each adversary, and how much longer four times as much takes. */
  readonly adversaries: Readonly<Record<string, { readonly rate: number; readonly growth: number }>>
}

export async function measureRedaction(
  quick: boolean,
  say: (line: string) => void,
): Promise<RedactionFigures> {
  const share = quick ? 0.1 : 1
  const load = mixedLoad(mixedChars * share)
  const withNames = createRedactor({ tagKey })
  const withoutNames = createRedactor({ tagKey, names: false })
  say('throughput')
  const [ofNaive, ofPatterns, ofAll] = fastest([
    () => runNaive(load),
    () => runEngine(withoutNames, load),
    () => runEngine(withNames, load),
  ]).map((ms) => load.bytes / 1000 / ms)
  say('latency')
  const action = await measureActions(withNames, quick ? 500 : 5000)
  const [large = {}] = actionsOf(largeChars, 1)
  const [largeActionMs = Number.NaN] = fastest([() => withNames.redact(large, { scope: 'run' })])
  say('adversaries')
  return {
    quick,
    megabytesPerSecond: {
      naive: ofNaive ?? Number.NaN,
      withoutNames: ofPatterns ?? Number.NaN,
      withNames: ofAll ?? Number.NaN,
      presidio: measurePresidio(load, say),
    },
    action: { chars: actionChars, ...action },
    largeActionMs,
    adversaries: Object.fromEntries(
      Object.entries(adversaries).map(([name, make]) => [
        name,
        measureAdversary(withNames, make, largeChars * share),
      ]),
    ),
  }
}

/** What this process has used of a core: what else the machine does takes no part in it. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Milliseconds of CPU of the fastest of some turns, by side. */
function fastest(sides: readonly (() => void)[]): number[] {
  const best = sides.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++)
    for (const [side, run] of sides.entries()) {
      const begin = cpuMs()
      run()
      best[side] = Math.min(best[side] ?? 0, cpuMs() - begin)
    }
  return best
}

function runNaive({ texts }: Load): void {
  for (const text of texts) {
    let masked = text
    for (const pattern of naive) masked = masked.replace(pattern, '***')
  }
}

function runEngine(redactor: Redactor, { items }: Load): void {
  for (const item of items) redactor.redact(item, { scope: 'run' })
}

async function measureActions(redactor: Redactor, count: number) {
  const wrapper = wrapTo(generateUnsealingKey().publicJwk)
  const sealer = new Sealer({ deployment: 'urn:holdpoint:bench', wrapper })
  const seal = await sealer.ready(0)
  const digest = `sha256:${'A'.repeat(43)}` as const
  const actionId = '00000000-0000-7000-8000-000000000000'
  const samples: number[] = []
  for (const action of actionsOf(actionChars, count)) {
    const begin = performance.now()
    redactor.redact(action, { scope: 'run' })
    const bytes = Buffer.from(canonicalize(action))
    seal(bytes, { kind: 'action', actionId, intended: digest, presented: digest } as never)
    samples.push(performance.now() - begin)
  }
  // The first tenth is the compiler's.
  const warm = samples.slice(count / 10)
  return { p50Ms: percentile(warm, 50), p99Ms: percentile(warm, 99) }
}

function measureAdversary(redactor: Redactor, make: (chars: number) => unknown, chars: number) {
  const [small, large] = [make(chars / 4), make(chars)]
  const [once = 0, more = 0] = fastest([
    () => redactor.redact(small, { scope: 'run' }),
    () => redactor.redact(large, { scope: 'run' }),
  ])
  return { rate: chars / 1000 / more, growth: more / once }
}

/** Presidio's pattern recognisers over a small part: it needs seconds for what others do in milliseconds. */
function measurePresidio(load: Load, say: (line: string) => void): number | undefined {
  const texts = load.texts.slice(0, 300)
  const script = join(import.meta.dirname, 'presidio.py')
  const run = spawnSync('python3', [script], { input: JSON.stringify(texts), encoding: 'utf8' })
  if (run.status !== 0) {
    say('Presidio is left out: python3 with presidio-analyzer is not installed here')
    return undefined
  }
  const chars = texts.reduce((sum, text) => sum + text.length, 0)
  return chars / 1e6 / Number(run.stdout)
}
