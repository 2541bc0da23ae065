import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Absence, askedInstead } from './asked.ts'

const all = (_: string): boolean => true
const away = (delegate: string, fromMs = 0, untilMs = 100): Absence => ({
  delegate,
  fromMs,
  untilMs,
})
const ask = (people: string[], absences: Record<string, Absence>, mayDecide = all, nowMs = 50) =>
  askedInstead(people, { absences: new Map(Object.entries(absences)), mayDecide, nowMs })

describe('somebody who is away', () => {
  test('is not asked, and whoever stands in is, once', () => {
    expect(ask(['ana', 'bea'], { ana: away('carl') })).toEqual(['carl', 'bea'])
    expect(ask(['ana', 'carl'], { ana: away('carl') })).toEqual(['carl'])
  })

  test('is asked all the same where the stand-in has no right to decide: asking moves, rights never do', () => {
    expect(ask(['ana'], { ana: away('carl') }, (id) => id !== 'carl')).toEqual(['ana'])
  })

  test('is asked again when the time is over, and before it has begun', () => {
    expect(ask(['ana'], { ana: away('carl', 0, 50) })).toEqual(['ana'])
    expect(ask(['ana'], { ana: away('carl', 51) })).toEqual(['ana'])
    expect(ask(['ana'], { ana: away('carl', 50, 51) })).toEqual(['carl'])
  })

  test('whose stand-in is away too is stood in for by the next', () => {
    expect(ask(['ana'], { ana: away('bea'), bea: away('carl') })).toEqual(['carl'])
  })

  test('is asked where people point at each other', () => {
    expect(ask(['ana'], { ana: away('bea'), bea: away('ana') })).toEqual(['ana'])
    expect(ask(['ana'], { ana: away('ana') })).toEqual(['ana'])
    expect(ask(['ana'], { ana: away('bea'), bea: away('carl'), carl: away('bea') })).toEqual([
      'ana',
    ])
  })
})

test('nobody falls silent, and nobody is asked who may not decide and was not meant', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const absences = fc.dictionary(
    fc.constantFrom(...names),
    fc.constantFrom(...names).map((delegate) => away(delegate)),
  )
  fc.assert(
    fc.property(absences, fc.subarray(names), fc.subarray(names), (known, people, able) => {
      const asked = ask(people, known, (id) => able.includes(id))
      expect(asked.length === 0).toBe(people.length === 0)
      expect(new Set(asked).size).toBe(asked.length)
      for (const id of asked) expect(people.includes(id) || able.includes(id)).toBe(true)
    }),
  )
})
