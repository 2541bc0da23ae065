import { expect, test } from 'vitest'
import { faultKinds, schedule, scheduleOfEach, written } from './schedule.ts'

const hour = { durationMs: 3_600_000 }

test('the same seed gives the same storm, another gives another', () => {
  expect(schedule(7, hour)).toEqual(schedule(7, hour))
  expect(schedule(7, hour)).not.toEqual(schedule(8, hour))
})

test('faults come every 5 to 20 seconds, and in an hour each kind comes', () => {
  const faults = schedule(1, hour)
  const pauses = faults.slice(1).map(({ atMs }, at) => atMs - (faults[at]?.atMs ?? 0))
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(20_000)
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(faultKinds))
  expect(faults.at(-1)?.atMs).toBeLessThan(hour.durationMs)
})

test('a stop is sometimes shorter and sometimes longer than a session, and hits both gates', () => {
  const stops = schedule(1, hour).filter(({ kind }) => kind === 'stop a gate')
  expect(stops.some(({ forMs }) => forMs < 5_000)).toBe(true)
  expect(stops.some(({ forMs }) => forMs > 8_000)).toBe(true)
  expect(new Set(stops.map(({ gate }) => gate))).toEqual(new Set([0, 1]))
})

test('a short storm has each kind as often as it is told, at its own pace', () => {
  const faults = scheduleOfEach(3, 2, { durationMs: 0, pauseMs: [100, 200], stopMs: [1, 2] })
  expect(faults.map(({ kind }) => kind).sort()).toEqual([...faultKinds, ...faultKinds].sort())
  expect(faults.every(({ forMs }) => forMs <= 2)).toBe(true)
  expect(faults.at(-1)?.atMs).toBeLessThanOrEqual(200 * faults.length)
})

test('it is written so that it can be read', () => {
  const fault = { atMs: 5_230, gate: 1, forMs: 900, back: 2 } as const
  expect(
    written([
      { ...fault, kind: 'stop a gate' },
      { ...fault, kind: 'roll Redis back' },
      { ...fault, kind: 'wipe Redis' },
    ]),
  ).toEqual(['5.2 s: stop a gate 2 for 900 ms', '5.2 s: roll Redis back by 2', '5.2 s: wipe Redis'])
})
