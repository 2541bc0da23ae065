import { expect, test } from 'vitest'
import { mutants } from './mutants.ts'
import { mutatedText } from './planting.ts'

test('every planted bug still has its place in the code', () => {
  for (const mutant of mutants) expect(mutatedText(mutant)).toContain(mutant.to)
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
})

test('a bug whose place is gone, or is there twice, is refused', () => {
  const mutant = { name: 'x', file: 'test/simulation/planting.ts', to: '' }
  expect(() => mutatedText({ ...mutant, from: 'no such text' })).toThrow('0 times')
  expect(() => mutatedText({ ...mutant, from: 'mutant' })).toThrow('not once')
})
