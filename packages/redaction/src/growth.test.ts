/** Work grows with the input and not faster, whatever the input is; counted in units of work, never in milliseconds. */
import { describe, expect, test } from 'vitest'
import { adversaries } from './adversaries.ts'
import { redactor, scope } from './testing.ts'

const small = 8 * 1024
const factor = 4
/** A quadratic scanner would need sixteen times the work; seams and logarithms may cost a little. */
const growthMax = 5
/** Units of work per character that no input may exceed: a quarter of what the budget allows. */
const unitsPerCharMax = 50

describe.each(Object.entries(adversaries))('%s', (_, make) => {
  const workOf = (size: number): number => redactor.redact(make(size), { scope }).work

  test('costs four times as much when it is four times as long', () => {
    const [once, more] = [workOf(small), workOf(factor * small)]
    expect(more / once).toBeLessThanOrEqual(growthMax)
    expect(more / (factor * small)).toBeLessThanOrEqual(unitsPerCharMax)
  })
})
