import { expect, test } from 'vitest'
import { readLists } from './east-asian.ts'
import { isStreetWord } from './street.ts'

test('lists are read by their names', () => {
  const lists = readLists('=a\nx y\nz\n=b\nq\n')
  expect([...lists]).toEqual([
    ['a', ['x', 'y', 'z']],
    ['b', ['q']],
  ])
})

test('a street is known by its ending, and not by the ending alone', () => {
  expect(isStreetWord('Gartenstraße')).toBe(true)
  expect(isStreetWord('Kungsgatan')).toBe(true)
  expect(isStreetWord('Allee')).toBe(false)
  expect(isStreetWord('Ring')).toBe(false)
})
