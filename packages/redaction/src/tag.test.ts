import { createSecretKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { tagger, taggers } from './tag.ts'

const key = createSecretKey(Buffer.alloc(32, 1))

test('a tag is eight characters of Crockford base32, the same on every call', () => {
  const tag = tagger(key, 'run-1')('EMAIL', 'bob@acme.example')
  expect(tag).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
  expect(tagger(key, 'run-1')('EMAIL', 'bob@acme.example')).toBe(tag)
  // Golden: changing how tags are made breaks comparing what was masked before with what is masked after.
  expect(tag).toBe('E4GMJEC3')
})

test('type, value, scope and key each make another tag', () => {
  const tags = [
    tagger(key, 'run-1')('EMAIL', 'a'),
    tagger(key, 'run-1')('PHONE', 'a'),
    tagger(key, 'run-1')('EMAIL', 'b'),
    tagger(key, 'run-2')('EMAIL', 'a'),
    tagger(createSecretKey(Buffer.alloc(32, 2)), 'run-1')('EMAIL', 'a'),
  ]
  expect(new Set(tags).size).toBe(tags.length)
})

test('a kept tagger is that of its scope, also after more scopes than are kept', () => {
  const taggerOf = taggers(key)
  const first = taggerOf('run-1')
  expect(taggerOf('run-1')).toBe(first)
  for (let run = 2; run <= 1001; run++) taggerOf(`run-${run}`)
  expect(taggerOf('run-1')).not.toBe(first)
  for (const scope of ['run-1', 'run-2', 'run-1001']) {
    expect(taggerOf(scope)('EMAIL', 'a')).toBe(tagger(key, scope)('EMAIL', 'a'))
  }
})
