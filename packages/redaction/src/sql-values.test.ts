import { expect, test } from 'vitest'
import { sqlCells } from './sql-values.ts'

const cells = (text: string) =>
  sqlCells(text).map(({ start, end, key }) => `${key}=${text.slice(start, end)}`)

test.each([
  'insert coin (phone) values',
  "INSERT INTO t (phone) VALUES ('0171",
  'INSERT INTO t (id, total) VALUES (1, 2)',
  'INSERT INTO t VALUES (1)',
])('%s names no value', (text) => expect(cells(text)).toEqual([]))

test('names may be quoted, values may hold commas, brackets and quotes', () => {
  expect(cells(`insert into "db"."t" ("name", [ssn]) values ('O''Neil, (J)', 123456789)`)).toEqual([
    "name=O''Neil, (J)",
    'ssn=123456789',
  ])
})

test('a row that is shorter than the names ends the reading, not the process', () => {
  expect(cells("INSERT INTO t (id, phone, dob) VALUES (1, '5'), (2), (3, '6', '7')")).toEqual([
    'phone=5',
    'phone=6',
    'dob=7',
  ])
})
