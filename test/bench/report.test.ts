import { expect, test } from 'vitest'
import { type Measured, type Rate, reportOf, textOf } from './report.ts'

const rate = (perSecond: number, cpu: Record<string, number> = { relay: 25 }): Rate => {
  return { items: 1000, perSecond, cpuMicrosPerItem: cpu }
}

const measured: Measured = {
  quick: false,
  machine: { cores: 2, node: '24.0.0', kafka: '4.3.1', load: 0.4567 },
  rates: { relay: rate(40_000), intake: rate(5000, { redactor: 120.4, gate: 150.9 }) },
  sealing: { records: 500, scanMicros: 100.44, sealMicros: 25.11, ofScan: 0.25 },
  latencies: { hop: [2, 2, 4], decide: [10, 20, 30] },
  perSecondPaced: 20,
  idle: { slots: 12, seconds: 10, percent: { gate: 1.2345, redactor: 0.5 } },
  memoryMb: { idle: { gate: 100.4, redactor: 90 } },
}

test('rates are held against the relay of the same run', () => {
  const { rates } = reportOf(measured)
  expect(rates['relay']?.ofRelay).toBe(1)
  expect(rates['intake']).toEqual({
    items: 1000,
    perSecond: 5000,
    ofRelay: 0.125,
    cpuMicrosPerItem: { redactor: 120, gate: 151 },
  })
})

test('latencies are held against the raw hop of the same run', () => {
  const { latencies } = reportOf(measured)
  expect(latencies['hop']).toMatchObject({ p50Ms: 2, p99Ms: 4, p50Hops: 1, p99Hops: 1 })
  expect(latencies['decide']).toEqual({
    ...{ samples: 3, perSecond: 20, p50Ms: 20, p99Ms: 30, p50Hops: 10, p99Hops: 7.5 },
  })
})

test('idle processes are summed up', () => {
  const { idle } = reportOf(measured)
  expect(idle.percentOfCore).toEqual({ gate: 1.23, redactor: 0.5 })
  expect(idle.percentOfCoreTotal).toBe(1.73)
})

test('the report is JSON as it is', () => {
  const report = reportOf(measured)
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('people get a line for every figure', () => {
  const text = textOf(reportOf({ ...measured, quick: true }))
  expect(text).toContain('2 cores, Node 24.0.0, Kafka 4.3.1, load 0.457')
  expect(text).toContain('quick')
  expect(text).toMatch(/^intended → held +1,000 +5,000 +0\.125 +redactor 120, gate 151$/m)
  expect(text).toMatch(/^vote → released +3 +20 +30 +10 +7\.5$/m)
  expect(text).toContain('sealing 0.25 of scanning (25.1 of 100 µs)')
  expect(text).toContain('idle, 12 slots: 1.73 % of one core (gate 1.23, redactor 0.5)')
  expect(text).toContain('memory, idle, MB: gate 100, redactor 90')
})

test('a figure without a name of its own is shown under its key', () => {
  const rates = { ...measured.rates, claim: rate(100) }
  expect(textOf(reportOf({ ...measured, rates }))).toMatch(/^claim /m)
})
