import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readKey } from './tag-key.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdpoint-tag-key-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

test.each([
  ['empty', ''],
  ['short', Buffer.alloc(15, 1).toString('base64url')],
  ['no base64url', `${'a'.repeat(40)}!`],
])('a key that is %s is refused, and not shown', (name, text) => {
  const path = join(dir, name)
  writeFileSync(path, text)
  expect(() => readKey(path)).toThrow(`${path}: must be base64url of at least 16 bytes`)
})

test('a file that is not there is refused by name', () => {
  expect(() => readKey(join(dir, 'nowhere'))).toThrow('cannot be read (ENOENT)')
})

test('the key is what the text stands for', () => {
  const key = Buffer.from('sixteen bytes ok', 'utf8')
  const path = join(dir, 'right')
  writeFileSync(path, `${key.toString('base64url')}\n`)
  expect(readKey(path)).toEqual(key)
})
