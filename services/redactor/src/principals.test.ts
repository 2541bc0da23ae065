/** The directory as the redactor reads it. */
import { expect, test } from 'vitest'
import { parsePrincipals } from './principals.ts'

test.each([
  ['people: 7', '/people'],
  ['people: [{email: a@b.example}]', '/people/0'],
  ['people: [{id: a, email: a@b.example}, {id: b, email: A@B.example}]', '/people/1'],
  ['people: [{id: a, email: 7}]', '/people/0'],
])('a directory that names nobody clearly is refused with its place: %s', (text, field) => {
  expect(() => parsePrincipals(text, 'd.yaml')).toThrow(
    expect.objectContaining({ code: 'HP_CONFIG', details: expect.objectContaining({ field }) }),
  )
})

test('a file that is not YAML is refused without a word of it', () => {
  const read = () => parsePrincipals('people: [{email: secret@b.example', 'd.yaml')
  expect(read).toThrow(expect.objectContaining({ code: 'HP_CONFIG' }))
  expect(read).not.toThrow(/secret/)
})

test('an address stands for one person, whatever its case', () => {
  const principals = parsePrincipals(
    'people: [{id: jane, email: Jane@acme.example}, {id: bob}]',
    'd',
  )
  expect(principals.idOf('jane@ACME.example')).toBe('jane')
  expect(principals.idOf('bob')).toBeUndefined()
})
