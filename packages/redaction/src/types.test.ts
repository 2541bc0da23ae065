import { placeholder, readPlaceholder } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { contextWords } from './context.ts'
import { hintRows } from './hint-table.ts'
import { type EntityType, threshold, types } from './types.ts'

const names = Object.keys(types) as EntityType[]

test('every type can be written as a placeholder and read again', () => {
  for (const type of names)
    expect(readPlaceholder(placeholder(type, 'K7QX2M9A'), 0)?.type).toBe(type)
})

test('the strict profile finds no less than the balanced one', () => {
  for (const type of names)
    expect(threshold(type, 'strict')).toBeLessThan(threshold(type, 'balanced'))
})

test('no key stands in two rows of the hint table: the first would win without a word', () => {
  const keys = hintRows.flatMap((row) =>
    row.keys.split(',').map((key) => `${row.rule === 'alone'} ${key}`),
  )
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

test('hint keys are written as they are looked up: lower case, one space', () => {
  for (const row of hintRows)
    for (const key of row.keys.split(','))
      expect(key).toBe(key.toLowerCase().trim().replace(/\s+/g, ' '))
})

test('no context word has two meanings', () => {
  const words = contextWords.map(({ word }) => word)
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
})
