import { expect, test } from 'vitest'
import { redactor, scope } from '../testing.ts'
import { loginsOf, nameForms } from './form.ts'

test('a single word is not looked for elsewhere', () => expect(nameForms('Anna')).toEqual([]))

test('parts that are words or places stay apart', () => {
  expect(nameForms('Anna Field')).toEqual(['Anna Field', 'Anna'])
  expect(nameForms('Jordan Kowalska')).toEqual(['Jordan Kowalska', 'Kowalska'])
})

test('logins are made as systems make them', () => {
  expect(loginsOf('Anna Müller')).toEqual(['amuller', 'anna.muller', 'anna_muller', 'mullera'])
  expect(loginsOf('Müller, Anna')).toContain('amuller')
  expect(loginsOf('Иван Петров')).toEqual([])
  expect(loginsOf('Anna')).toEqual([])
})

test('a name read in one text is masked in another, and its login too', () => {
  const value = { note: 'Please ask Anna Kowalska today.', log: 'akowalska: Kowalska was here' }
  expect(JSON.stringify(redactor.redact(value, { scope }).masked)).not.toMatch(/kowalska/i)
})
