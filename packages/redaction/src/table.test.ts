import { describe, expect, test } from 'vitest'
import { readCells } from './table.ts'

const cells = (text: string) =>
  readCells(text).map(({ start, end, key }) => `${key}=${text.slice(start, end)}`)

describe('no table', () => {
  test.each([
    'name, phone and e-mail please',
    'one, two\nthree, four',
    'phone\n0171 1234567',
    'name,phone',
    'On 2026-01-31, phone 12345\nwe spoke, again',
    'a|b|c\n|---|\n',
    '',
    '\n\n,,,\n|||',
  ])('in %j', (text) => expect(cells(text)).toEqual([]))
})

describe('cells under a name that is known', () => {
  test('in CSV, with quotes, blanks and other columns', () => {
    const text = 'id,full name,phone,note\n1,"Ada, Countess",0171 1234567,x\n2, Bo Li ,,y\n'
    expect(cells(text)).toEqual([
      'full name=Ada, Countess',
      'phone=0171 1234567',
      'full name=Bo Li',
    ])
  })

  test.each([';', '\t', '|'])('parted by %j', (sign) => {
    expect(cells(`order${sign}ssn\n77${sign}123456789`)).toEqual(['ssn=123456789'])
  })

  test('in Markdown', () => {
    expect(cells('| id | passport |\n|---|---|\n| 4 | X1234567 |')).toContain('passport=X1234567')
    expect(cells('| phone | 0171 1234567 |\n| order | 5770366073 |')).toEqual([
      'phone=0171 1234567',
    ])
  })

  test('after a sentence, and until the columns end', () => {
    const text = 'The file:\nname;iban\nA B;DE89370400440532013000\nthat is all; or not; really'
    expect(cells(text)).toEqual(['name=A B', 'iban=DE89370400440532013000'])
  })

  test('in rows of an INSERT statement', () => {
    const text =
      "INSERT INTO people (id, born, tel) VALUES (1, '1980-05-03', '0171'), (2, 'it''s', NULL); x"
    expect(cells(text)).toEqual(['born=1980-05-03', 'tel=0171', "born=it''s", 'tel=NULL'])
  })

  test('in HL7 segments by their place', () => {
    const text =
      'MSH|^~\\&|A|B\rPID|1||448211^^^HOSP^MR||Roe^Jane^Q||19800503|F|||1 Elm St^^X^^99999||555-0100'
    expect(cells(text)).toEqual([
      'mrn=448211',
      'surname=Roe',
      'given name=Jane',
      'middle name=Q',
      'dob=19800503',
      'street address=1 Elm St',
      'zip=99999',
      'phone=555-0100',
    ])
  })
})

test('an endless line, unclosed quotes and brackets cost no more than reading them', () => {
  for (const text of [
    'a,'.repeat(20_000),
    '"'.repeat(20_000),
    `insert into t (${'a,'.repeat(9000)}`,
    'PID|'.repeat(9000),
  ])
    expect(readCells(`name,phone\n${text}`).length).toBeLessThan(200_000)
})
