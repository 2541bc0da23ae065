import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digitsOf, readDigitGroups } from './digit-groups.ts'

const read = (text: string) => {
  const { groups, separators, resume } = readDigitGroups(text, 0)
  return [groups.map((group) => digitsOf(text, group)), separators, resume] as const
}

test.each([
  ['12', ['12'], []],
  ['12 34-56', ['12', '34', '56'], [' ', '-']],
  ['020) 7946', ['020', '7946'], [') ']],
  ['12    34', ['12'], []],
  ['12,34', ['12'], []],
  ['12 x', ['12'], []],
])('%j', (text, groups, separators) => {
  expect(read(text).slice(0, 2)).toEqual([groups, separators])
})

test('going on from where it says reads every group, whatever the length', () => {
  const list = fc.array(fc.stringMatching(/^[0-9]{1,6}$/), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(list, (groups) => {
      const text = groups.join(' ')
      const seen = new Set<number>()
      for (let at = 0; at < text.length; ) {
        const { groups: found, resume } = readDigitGroups(text, at)
        for (const group of found) seen.add(group.start)
        expect(resume).toBeGreaterThan(at)
        at = resume
        while (text.charAt(at) === ' ') at++
      }
      expect(seen.size).toBe(groups.length)
    }),
  )
})
