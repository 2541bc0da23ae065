import { expect, test } from 'vitest'
import { type Played, reportOf, textOf } from './report.ts'

const clean: Played = {
  ...{ name: 'members', tookMs: 1_000, actions: 3, endings: { succeeded: 2, expired: 1 } },
  violations: [],
}
const storm = {
  ...{ actions: 10, endings: { succeeded: 9, denied: 1 }, violations: [] },
  ...{ faults: { 'wipe Redis': 2, 'kill Kafka': 1 }, settledMs: 900, tookMs: 60_000 },
  slowestRecovery: { kind: 'kill Kafka', tookMs: 12_340 },
} as const

test('a broken case is named, with what it has broken', () => {
  const broken = { ...clean, name: 'replay', violations: ['action x is released twice'] }
  const report = reportOf({ seed: 7, storm, cases: [clean, broken] })
  expect(report.cases).toEqual({ members: 'clean', replay: 'broken' })
  expect(report.violations).toEqual(['replay: action x is released twice'])
  expect(textOf(report)).toContain('1 violations:\n  replay: action x is released twice')
})

test('actions, endings and time are those of storm and cases together', () => {
  const report = reportOf({ seed: 7, storm, cases: [clean] })
  expect(report).toMatchObject({ actions: 13, tookMs: 61_000 })
  expect(report.endings).toEqual({ succeeded: 11, denied: 1, expired: 1 })
  expect(textOf(report)).toBe(`seed 7, 61.0 s: 13 actions (succeeded 11, denied 1, expired 1)
faults: wipe Redis 2, kill Kafka 1
slowest recovery: 12.3 s, after: kill Kafka
case members: clean
no promise was broken
`)
})

test('a case alone has no faults of a storm', () => {
  const text = textOf(reportOf({ seed: 1, storm: undefined, cases: [clean] }))
  expect(text).not.toContain('faults')
  expect(text).not.toContain('recovery')
})
