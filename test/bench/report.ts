/** The figures of one run: as they are put out, with everything set in relation to the raw relay and hop of the same run, and as text for people. */
import type { Sealing } from './measure-sealing.ts'
import { percentile, rounded } from './statistics.ts'

/** What one machine got through. */
export interface Rate {
  readonly items: number
  readonly perSecond: number
  /** User and system time of the processes that did it, each, and of the servers and the bench around them. */
  readonly cpuMicrosPerItem: Readonly<Record<string, number>>
}

export interface Measured {
  readonly quick: boolean
  readonly machine: Machine
  /** By what was done; `relay` is what the others are held against. */
  readonly rates: { readonly relay: Rate } & Readonly<Record<string, Rate>>
  readonly sealing: Sealing
  /** Milliseconds of each sample, by path; `hop` is one raw produce → consume. */
  readonly latencies: { readonly hop: readonly number[] } & Readonly<
    Record<string, readonly number[]>
  >
  readonly perSecondPaced: number
  readonly idle: {
    readonly slots: number
    readonly seconds: number
    /** Percent of one core, by process. */
    readonly percent: Readonly<Record<string, number>>
  }
  /** Resident MB of each process, after the load or the idle time it had. */
  readonly memoryMb: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export interface Machine {
  readonly cores: number
  readonly node: string
  readonly kafka: string
  /** Runnable processes over the last minute before the run: above the number of cores, every figure is worth less. */
  readonly load: number
}

export type Report = ReturnType<typeof reportOf>

export function reportOf(measured: Measured) {
  const { quick, machine, rates, sealing, latencies, perSecondPaced, idle, memoryMb } = measured
  const { hop } = latencies
  return {
    quick,
    machine: { ...machine, load: rounded(machine.load) },
    rates: ratesOf(rates),
    sealing: {
      records: sealing.records,
      scanMicros: rounded(sealing.scanMicros),
      sealMicros: rounded(sealing.sealMicros),
      ofScan: rounded(sealing.ofScan),
    },
    latencies: mapValues(latencies, (samples) => ({
      samples: samples.length,
      perSecond: perSecondPaced,
      p50Ms: rounded(percentile(samples, 50)),
      p99Ms: rounded(percentile(samples, 99)),
      p50Hops: rounded(percentile(samples, 50) / percentile(hop, 50)),
      p99Hops: rounded(percentile(samples, 99) / percentile(hop, 99)),
    })),
    idle: {
      slots: idle.slots,
      seconds: idle.seconds,
      percentOfCore: mapValues(idle.percent, rounded),
      percentOfCoreTotal: rounded(sum(Object.values(idle.percent))),
    },
    memoryMb: mapValues(memoryMb, (processes) => mapValues(processes, Math.round)),
  }
}

export function ratesOf(rates: Measured['rates']) {
  return mapValues(rates, (rate) => ({
    items: rate.items,
    perSecond: rounded(rate.perSecond),
    ofRelay: rounded(rate.perSecond / rates.relay.perSecond),
    cpuMicrosPerItem: mapValues(rate.cpuMicrosPerItem, rounded),
  }))
}

/** What each name in the figures stands for. */
const meanings: Readonly<Record<string, string>> = {
  relay: 'raw kafkajs relay, 1 KB',
  redactor: 'redactor alone',
  redactorWarm: 'the same, warm',
  gate: 'gate alone, redacted → held',
  gateWarm: 'the same, warm',
  intake: 'intended → held',
  release: 'vote → released',
  gateTwo: 'two gates, warm',
  gateRules: 'gate, warm, 200 rules',
  cycles: 'POST → decision → released',
  hop: 'raw produce → consume',
  submitHttp: 'POST → held',
  submitKafka: 'produce → held',
  decide: 'vote → released',
}

export function textOf(report: Report): string {
  const { quick, machine, rates, sealing, latencies, idle, memoryMb } = report
  const { cores, node, kafka, load } = machine
  const paced = Object.values(latencies)[0]?.perSecond
  return [
    `${cores} cores, Node ${node}, Kafka ${kafka}, load ${load} before the run${quick ? '; quick: processes were not warm' : ''}`,
    '',
    ...table(
      ['throughput', 'items', 'per second', 'of relay', 'CPU µs per item'],
      Object.entries(rates).map(([name, rate]) => [
        ...[label(name), number(rate.items), number(rate.perSecond), String(rate.ofRelay)],
        each(rate.cpuMicrosPerItem),
      ]),
    ),
    '',
    `sealing ${sealing.ofScan} of scanning (${sealing.sealMicros} of ${sealing.scanMicros} µs)`,
    '',
    ...table(
      [`latency at ${paced}/s`, 'samples', 'p50 ms', 'p99 ms', 'p50 hops', 'p99 hops'],
      Object.entries(latencies).map(([name, { samples, p50Ms, p99Ms, p50Hops, p99Hops }]) =>
        [label(name), samples, p50Ms, p99Ms, p50Hops, p99Hops].map(String),
      ),
    ),
    '',
    `idle, ${idle.slots} slots: ${idle.percentOfCoreTotal} % of one core (${each(idle.percentOfCore)})`,
    ...Object.entries(memoryMb).map(([when, sizes]) => `memory, ${when}, MB: ${each(sizes)}`),
    '',
  ].join('\n')
}

function label(name: string): string {
  return meanings[name] ?? name
}

/** First column to the left, the others to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

function each(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function mapValues<V, W>(
  record: Readonly<Record<string, V>>,
  change: (value: V) => W,
): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
