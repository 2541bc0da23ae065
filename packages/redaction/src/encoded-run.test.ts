import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodedRuns as editsOf } from './encoded-run.ts'

const encodedRuns = (text: string) => {
  const { starts, ends, texts } = editsOf(text).edits
  return starts.map((start, index) => ({ start, end: ends[index], text: texts[index] }))
}

const sentence = fc
  .array(fc.stringMatching(/^[A-Za-z]{2,9}$/), { minLength: 4, maxLength: 12 })
  .map((words) => words.join(' '))

test.each(['base64', 'base64url', 'hex'] as const)(
  'text in %s is opened where it stands',
  (encoding) => {
    fc.assert(
      fc.property(sentence, (text) => {
        const run = Buffer.from(text).toString(encoding)
        const [found] = encodedRuns(`see ${run} now`)
        expect(found?.text).toBe(text)
        expect([found?.start, found?.end]).toEqual([4, 4 + run.length])
      }),
    )
  },
)

test('a run behind an equals sign is the value alone', () => {
  const run = Buffer.from('bob@acme.example says hi').toString('base64')
  expect(encodedRuns(`data=${run}`)[0]?.start).toBe(5)
})

test.each([
  'internationalization of everything',
  'a8f5f167f44f4964e6c998dee827110c',
  '0192f0aa-1234-7abc-8def-0123456789ab',
  'getUserPasswordFromStoreOrDefault',
  '/usr/local/share/Applications/Something',
  '12345678901234567890123456',
])('is no text: %s', (text) => expect(encodedRuns(text)).toEqual([]))

test('thousands of short words of one length are put together once, not again and again', () => {
  const before = process.memoryUsage().heapUsed
  const text = 'lorem ipsum '.repeat(20_000)
  expect(encodedRuns(text)).toEqual([])
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * text.length)
})
