import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDigests } from './artifacts.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'artifacts-'))
  writeFileSync(join(dir, 'a.jar'), 'aaa')
  writeFileSync(join(dir, 'b.jar'), 'bbb')
})

afterEach(() => rmSync(dir, { recursive: true }))

const line = (name: string, content: string) =>
  `${createHash('sha256').update(content).digest('hex')}  ${name}\n`
const list = line('a.jar', 'aaa') + line('b.jar', 'bbb')

describe('what was fetched is refused', () => {
  test('when one byte of it is another', () => {
    writeFileSync(join(dir, 'b.jar'), 'bbc')
    expect(() => checkDigests(dir, list)).toThrow('another b.jar')
  })

  test('when a file is missing', () => {
    rmSync(join(dir, 'a.jar'))
    expect(() => checkDigests(dir, list)).toThrow('another a.jar')
  })

  test('when there is one that nobody listed: it would be on the class path', () => {
    writeFileSync(join(dir, 'c.jar'), '')
    expect(() => checkDigests(dir, list)).toThrow('another c.jar')
  })
})

test('exactly the listed files pass', () => {
  expect(() => checkDigests(dir, list)).not.toThrow()
})
