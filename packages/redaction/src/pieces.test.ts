import { describe, expect, test } from 'vitest'
import { noSense } from './hint.ts'
import { joinPieces } from './pieces.ts'
import { redactor, scope } from './testing.ts'

const masked = (value: unknown) => JSON.stringify(redactor.redact(value, { scope }).masked)

describe('left alone', () => {
  test.each([
    { line1: '12', line2: '34' },
    { step1: '4111', step2: '1111', step3: '1111', step4: '1112' },
    { codes: ['4111', '1111'] },
    { port1: 8080, port2: 8081 },
    { card1: 'gold', card2: 'blue' },
  ])('%j', (value) => expect(masked(value)).toBe(JSON.stringify(value)))
})

describe('masked piece by piece', () => {
  test.each([
    { card1: '4111', card2: '1111', card3: '1111', card4: '1111' },
    { digits: ['4111', '1111', '1111', '1111'] },
    {
      part_1: 'DE89',
      part_2: '3704',
      part_3: '0044',
      part_4: '0532',
      part_5: '0130',
      part_6: '00',
    },
    { ssn1: '123', ssn2: '45', ssn3: '6789' },
    { phone: ['415', '555', '2671'] },
  ])('%j', (value) => {
    for (const piece of Object.values(value).flat())
      expect(masked(value)).not.toContain(`"${piece}"`)
  })

  test('under one tag, so that a reviewer sees they belong together', () => {
    const { findings } = redactor.redact(
      { c1: '4111', c2: '1111', c3: '1111', c4: '1111' },
      { scope },
    )
    expect(findings.map(({ type }) => type)).toEqual(['CARD', 'CARD', 'CARD', 'CARD'])
    expect(
      new Set(masked({ c1: '4111', c2: '1111', c3: '1111', c4: '1111' }).match(/⟦[^⟧]+⟧/g)).size,
    ).toBe(1)
  })
})

test('more pieces than any number has are none, and nothing is added to a row that says nothing', () => {
  const leaf = (index: number, text: string) => ({
    leaf: { kind: 'string', text, sense: noSense, path: `/n${index}` } as const,
    spots: [],
  })
  const many = Array.from({ length: 16 }, (_, index) => leaf(index, '4'))
  expect(joinPieces(many)).toBe(0)
  const two = [leaf(1, '12'), leaf(2, '34')]
  expect(joinPieces(two)).toBe(4)
  expect(two.flatMap(({ spots }) => spots)).toEqual([])
})
