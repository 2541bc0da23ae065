import { expect, test } from 'vitest'
import { outsideSecrets } from './masked-already.ts'
import type { Spot } from './resolve.ts'
import { redactor, scope } from './testing.ts'
import { Edits } from './view.ts'

const text = 'x'.repeat(100)
const spot = (type: Spot['type'], start: number, end: number): Spot => ({
  ...{ type, start, end },
  ...{ score: 0.9, detector: 'test', canonical: '' },
})

function kept(spots: readonly Spot[], runs: readonly [number, number][]): number[] {
  const edits = new Edits()
  for (const [start, end] of runs) edits.add(start, end, 'opened')
  return outsideSecrets(edits, { text }, spots).starts
}

test('a run inside a secret is not opened, whatever else was found on it', () => {
  const spots = [spot('EMAIL', 12, 14), spot('JWT', 10, 40), spot('SECRET', 60, 70)]
  expect(
    kept(spots, [
      [10, 40],
      [12, 20],
      [60, 70],
    ]),
  ).toEqual([])
})

test('a run that a secret covers in part only, or that is personal data, is opened', () => {
  const spots = [spot('EMAIL', 10, 40), spot('SECRET', 50, 60), spot('SECRET', 70, 80)]
  const runs: [number, number][] = [
    [10, 40],
    [45, 55],
    [55, 65],
    [69, 81],
    [90, 95],
  ]
  expect(kept(spots, runs)).toEqual([10, 45, 55, 69, 90])
})

test('what stands in a token is masked with it', () => {
  const payload = Buffer.from('{"sub":"anna.kowalska@example.org"}').toString('base64url')
  const token = `eyJhbGciOiJIUzI1NiJ9.${payload}.vqg4FaG5Joc3N155tL1qAISZWp4uLGbqwh5U0UpVKy0`
  expect(
    redactor.redactText(`Authorization: Bearer ${token} sent`, { scope }).masked,
  ).not.toContain(payload.slice(0, 12))
})
