import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostileTexts } from '../../card/hostile.ts'
import { inertLine } from '../../card/inert.ts'
import { domainOf, isMailbox, messageId, subjectHeader, threadId } from './header.ts'

/** As a mail program reads it: encoded words, and nothing between two of them. */
function decoded(header: string): string {
  const bytes = header.split(' ').map((word) => {
    const base64 = /^=\?UTF-8\?B\?([A-Za-z0-9+/=]+)\?=$/.exec(word)?.[1]
    expect(word.length).toBeLessThanOrEqual(75)
    expect(base64).toBeDefined()
    return Buffer.from(base64 ?? '', 'base64').toString('utf8')
  })
  return bytes.join('')
}

describe('a subject', () => {
  test.each([
    ...['a\nBcc: x@y.example', 'a\r\nBcc: x', 'a\rb', 'a\0b', 'a\u0085b', 'a\u001b]0;x\u0007'],
  ])('with controls is refused: %j', (text) => {
    expect(() => subjectHeader(text)).toThrow(expect.objectContaining({ code: 'HP_FIELD_INVALID' }))
  })

  test('that looks encoded is encoded, so that it is read as it was written', () => {
    for (const text of ['=?utf-8?B?PGI+?=', 'x =?utf-8?Q?=0D=0ABcc:_x?= y', 'why =?']) {
      expect(subjectHeader(text)).not.toContain(text)
      expect(decoded(subjectHeader(text))).toBe(text)
    }
  })

  test.each(hostileTexts)('$name stays in one header', ({ text }) => {
    const shown = inertLine(text)
    const header = subjectHeader(shown)
    expect(header).toMatch(/^[\x20-\x7e]*$/)
    if (header !== shown) expect(decoded(header)).toBe(shown)
  })

  test('of any text without controls comes back whole', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map(inertLine)
    fc.assert(
      fc.property(text, (given) => {
        const header = subjectHeader(given)
        expect(header === given || decoded(header) === given).toBe(true)
      }),
    )
  })
})

test.each([
  ...['', 'ana', '@x', 'ana@', 'a b@x.example', 'a@b@c', 'a,b@x.example', '<a@x.example>'],
  ...['"a"@x.example', 'a@x.example\r\nRCPT TO:<b@y.example>', 'a@x.example>', 'a@x.example;b@y'],
  `${'a'.repeat(65)}@x.example`,
  `a@${'x'.repeat(126)}`,
])('%j is no mailbox', (text) => {
  expect(isMailbox(text)).toBe(false)
})

test('ids are the same in every attempt, and of one delivery or thread alone', () => {
  const id = messageId('delivery', 'hold.example')
  expect(id).toMatch(/^<[0-9a-f]{40}@hold\.example>$/)
  expect(messageId('delivery', 'hold.example')).toBe(id)
  const thread = (action: string, address: string) => threadId(action, address, 'hold.example')
  const ids = [id, messageId('other', 'hold.example'), thread('1', 'a'), thread('1', 'b')]
  expect(new Set([...ids, thread('2', 'a')]).size).toBe(5)
  expect(isMailbox('ana.lima+hold@mail.example')).toBe(true)
  expect(domainOf('a@mail.example')).toBe('mail.example')
})
