import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { zipEntries } from './zip.ts'

/** A zip by hand: one entry per content; `method` 0 stores, 8 deflates. */
function zip(files: Record<string, { method: 0 | 8; content: Buffer; declared?: number }>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, { method, content, declared = content.length }] of Object.entries(files)) {
    const packed = method === 0 ? content : deflateRawSync(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(method, 8)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(method, 10)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(declared, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(at, 42)
    parts.push(local, Buffer.from(name), packed)
    directory.push(central, Buffer.from(name))
    at += local.length + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}

const content = Buffer.from('redis '.repeat(1000))

describe('refusals', () => {
  test('a file that is no zip', () => {
    expect(() => zipEntries(Buffer.from('<html>not found</html>'))).toThrow('no end record')
  })

  test('a zip that was cut', () => {
    const whole = zip({ a: { method: 8, content } })
    expect(() => zipEntries(whole.subarray(0, whole.length - 1))).toThrow('no end record')
  })

  test.each([content.length - 1, content.length + 1])(
    'an entry that says it has %i bytes',
    (declared) => {
      const [entry] = zipEntries(zip({ a: { method: 8, content, declared } }))
      expect(() => entry?.read()).toThrow()
    },
  )

  test('a directory that was overwritten', () => {
    const whole = zip({ a: { method: 0, content } })
    whole.writeUInt32LE(0, 30 + 1 + content.length)
    expect(() => zipEntries(whole)).toThrow('directory is damaged')
  })
})

test('stored and deflated entries come out as they went in', () => {
  const other = Buffer.from([0, 1, 2, 255])
  const entries = zipEntries(
    zip({ 'lib/a': { method: 8, content }, b: { method: 0, content: other } }),
  )
  expect(entries.map(({ name }) => name)).toEqual(['lib/a', 'b'])
  expect(entries.map((entry) => entry.read())).toEqual([content, other])
})
