import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Line, linesOf } from './lines.ts'

const bytesMax = 100

async function read(chunks: readonly Uint8Array[]): Promise<Line[]> {
  const lines: Line[] = []
  async function* source() {
    yield* chunks
  }
  for await (const line of linesOf(source(), bytesMax)) lines.push(line)
  return lines
}
const shown = (line: Line) => ('bytes' in line ? line.bytes.toString() : line.tooLong)

test('a line over the limit is named with its size, and those around it are read', async () => {
  const long = 'x'.repeat(bytesMax + 1)
  const lines = await read([Buffer.from(`one\n${long}\nthree`)])
  expect(lines.map(shown)).toEqual(['one', bytesMax + 1, 'three'])
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3])
})

test('a line of exactly the limit is read', async () => {
  expect((await read([Buffer.from(`${'x'.repeat(bytesMax)}\n`)])).map(shown)).toEqual([
    'x'.repeat(bytesMax),
  ])
})

test('of a line without end no more than the limit is kept', async () => {
  const lines = await read(Array.from({ length: 1000 }, () => Buffer.from('y'.repeat(60))))
  expect(lines.map(shown)).toEqual([60_000])
})

test('wherever the bytes are cut, the lines are the same', async () => {
  const text = 'first\n\nthïrd ☕\nlast'
  const bytes = Buffer.from(text)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length })), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), bytes.length]
      const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end))
      expect((await read(chunks)).map(shown)).toEqual(text.split('\n'))
    }),
  )
})
