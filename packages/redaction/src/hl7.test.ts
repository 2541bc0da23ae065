import { expect, test } from 'vitest'
import { hl7Cells } from './hl7.ts'

const cells = (text: string) =>
  hl7Cells(text).map(({ start, end, key }) => `${key}=${text.slice(start, end)}`)

test.each(['', 'PID', 'xPID|1||2', 'PID 1||2', 'OBX|1|NM|718-7||12.1'])('%s names nobody', (text) =>
  expect(cells(text)).toEqual([]),
)

test('fields repeat, components are empty, segments follow each other', () => {
  const text =
    'PID|1||12^^^A~34||^Ann\nNK1|1|Doe^John|SPO||555-0100\nGT1|1||x^y|||||19700101||||123456789'
  expect(cells(text)).toEqual([
    'mrn=12',
    'mrn=34',
    'given name=Ann',
    'surname=Doe',
    'given name=John',
    'phone=555-0100',
    'surname=x',
    'given name=y',
    'dob=19700101',
    'ssn=123456789',
  ])
})

test('line ends may be written as escapes', () => {
  expect(cells('MSH|x\\rPID|1||77\\rPV1|1')).toEqual(['mrn=77'])
})
