import { expect, test } from 'vitest'
import { isNoPerson } from './no-person.ts'

/** The name is what stands between brackets. */
function judge(text: string): boolean {
  const start = text.indexOf('[')
  const end = text.indexOf(']') - 1
  return isNoPerson(text.replace(/[[\]]/g, ''), start, end)
}

test.each([
  'ask [Ida Quist] about it',
  '[Ida Quist], Acme Ltd',
  '[May] came late',
  'call [Ida] 555 1234',
  'room 12 [Ida Quist]',
  '[Ida] and Acme Ltd',
  '[Ida Quist]\nAcme Group',
  '[Sergio Costa] told us',
  'Dear [Ida Cole]: the Group',
])('%s: may be a person', (text) => expect(judge(text)).toBe(false))

test.each([
  'from [Quist] GmbH',
  'from [Quist & Cole] Ltd.',
  'with [Stone Quist] Brothers Inc',
  '[Quist Cole Inc]. signed',
  'Casa [Quist S.A.] signed',
  'Casa [Quist S].A. signed',
  '[Quist] Health Group',
  'Date: [Tue Jun] 10 11:02',
  'on [May] 12',
  'on [June], 2025',
  'Customer [Care], Acme',
  'link up, 10000 [Mbps], full',
  'holds 3 x [Quist Cole] (K7)',
  'bring [Gewicht] 1.250 kg',
])('%s: is none', (text) => expect(judge(text)).toBe(true))
