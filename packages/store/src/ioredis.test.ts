/** Seen: with ioredis loaded, reading JSON took the gate twice as long. */
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { Redis } from './ioredis.ts'

const load = createRequire(import.meta.url)
const invalidation = 'StringWrapperToPrimitive'

/** What a process of its own says, as nothing else has been loaded there. */
function said(source: string, ...flags: readonly string[]): string {
  const args = [...flags, '--input-type=module', '--eval', source]
  return execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' })
}

/** What V8 says it can no longer rely on after this has been run. */
const lost = (source: string): string => said(source, '--trace-protector-invalidation')

test('nothing that is loaded extends String', () => {
  expect(lost("await import('ioredis')")).toContain(invalidation)
  expect(lost("await import('./ioredis.ts')")).not.toContain(invalidation)
})

test('it is the ioredis that everybody else gets', () => {
  expect(load('ioredis').Redis).toBe(Redis)
})

test('what stands in prints its text', () => {
  const source = `
    await import('./ioredis.ts')
    const load = process.getBuiltinModule('module').createRequire(process.cwd() + '/x.js')
    const { VerbatimString } = load('ioredis/built/resp/verbatim-string')
    const text = new VerbatimString('txt', 'hello')
    process.stdout.write(JSON.stringify([String(text), text.format, text instanceof String]))
  `
  expect(JSON.parse(said(source))).toEqual(['hello', 'txt', false])
})
