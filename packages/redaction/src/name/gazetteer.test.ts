import { expect, test } from 'vitest'
import { hashWord } from './fold.ts'
import { FAMILY, GIVEN, HONORIFIC, meaningOf, ORDINARY, PLACE, words } from './gazetteer.ts'

const meaning = (word: string): number => meaningOf(hashWord(word))

test('a word that nobody is called is not known', () => {
  expect(meaning('xqzzy')).toBe(0)
  expect(meaning('')).toBe(0)
})

test('a word can be several things', () => {
  expect(meaning('jordan')).toBe(GIVEN | FAMILY | PLACE)
  expect(meaning('mark') & (GIVEN | ORDINARY)).toBe(GIVEN | ORDINARY)
  expect(meaning('frau') & HONORIFIC).toBe(HONORIFIC)
})

test.each(['Günter', 'GÜNTER', 'gunter', 'Gu\u0308nter', 'Guenter'])('%s is one name', (spelling) =>
  expect(meaning(spelling) & GIVEN).toBe(GIVEN),
)

test.each(['Мария', 'Γιάννης', 'محمد', 'דוד', 'मोहन', 'Łukasz', 'Nguyễn'])(
  '%s is known in its own script',
  (name) => expect(meaning(name) & (GIVEN | FAMILY)).not.toBe(0),
)

test('words are read behind the letters they share with the word before', () => {
  const read = [...words('=1\n0anna3e2ton\n=6\n0bell')]
  expect(read).toEqual([
    { text: 'anna', meaning: 1 },
    { text: 'anne', meaning: 1 },
    { text: 'anton', meaning: 1 },
    { text: 'bell', meaning: 6 },
  ])
})
