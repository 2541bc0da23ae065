/** Seen: with ioredis loaded, reading JSON took the gate twice as long. */
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { Redis } from './ioredis.ts'

const load = createRequire(import.meta.url)
const invalidation = 'StringWrapperToPrimitive'

/** What V8 says it can no longer rely on after this has been run. */
function lost(source: string): string {
  const flags = ['--trace-protector-invalidation', '--input-type=module', '--eval', source]
  return execFileSync(process.execPath, flags, { cwd: import.meta.dirname, encoding: 'utf8' })
}

test('nothing that is loaded extends String', () => {
  expect(lost("await import('ioredis')")).toContain(invalidation)
  expect(lost("await import('./ioredis.ts')")).not.toContain(invalidation)
})

test('it is the ioredis that everybody else gets', () => {
  expect(load('ioredis').Redis).toBe(Redis)
})

test('what stands in prints its text', () => {
  const { VerbatimString } = load('ioredis/built/resp/verbatim-string')
  const text = new VerbatimString('txt', 'hello')
  expect(`${text}`).toBe('hello')
  expect(text.format).toBe('txt')
  expect(text).not.toBeInstanceOf(String)
})
