import { describe, expect, test } from 'vitest'
import type { Row } from '../../card/card.ts'
import { hostileTexts, neverSent } from '../../card/hostile.ts'
import { cardOf, decidedCard, sampleCard } from '../../card/sample.ts'
import { escapeHtml, htmlSize, lineHtml } from './html.ts'
import { htmlProblems, shownText } from './html-check.ts'
import { renderMail, renderMailDigest } from './render.ts'

const detailed = { isDetailed: true }
const thin = { isDetailed: false }
const way = { url: 'https://hold.example/m/mail/token', withCode: true }
const first = { isFollowing: false }
const following = { isFollowing: true }
const allowed = [way.url, sampleCard.link, 'https://hold.example/']
/** Some programs cut what is longer. */
const htmlBytesMax = 100_000

describe.each(hostileTexts)('$name', ({ text }) => {
  const card = cardOf(text)
  const mails = [
    renderMail(card, detailed, way, first),
    renderMail(card, thin, way, following),
    renderMailDigest([card, sampleCard], 'https://hold.example/'),
  ]

  test('is text in HTML: no element, attribute or link of its own', () => {
    for (const { payload } of mails) {
      expect(htmlProblems(payload.html, allowed)).toEqual([])
      expect(payload.html).not.toMatch(neverSent)
      expect(Buffer.byteLength(payload.html)).toBeLessThan(htmlBytesMax)
    }
  })

  test('is quoted in text: no line of its own, no link, no control', () => {
    for (const { payload } of mails) {
      expect(payload.text).not.toMatch(neverSent)
      const links = payload.text.match(/\b\w+:\/\/\S+|\bwww\.\S+/g) ?? []
      expect(links.filter((link) => !allowed.includes(link))).toEqual([])
      expect(payload.text.split('\n').filter((line) => line === 'Approved by ana')).toEqual([])
    }
  })

  test('cannot end the subject', () => {
    for (const { payload } of mails) expect(payload.subject).toMatch(/^[\x20-\x7e]{1,700}$/)
  })
})

test('an address in a text of somebody else has no unbroken run that a program could link', () => {
  const html = lineHtml([{ foreign: 'see https://evil.example/a or evil.example, a@evil.example' }])
  expect(html).not.toMatch(/:\/\/|evil\.|@evil/)
  expect(shownText(html)).toBe('see https://evil.example/a or evil.example, a@evil.example')
})

test('the size of a text is never below what it takes', () => {
  for (const { text } of hostileTexts) {
    const html = lineHtml([{ foreign: text }]).replaceAll('\n', '<br>')
    expect(html.length - '<bdi></bdi>'.length).toBeLessThanOrEqual(htmlSize(text))
  }
  expect(htmlSize('<a.b')).toBe(htmlSize('<') + htmlSize('a.b'))
  expect(escapeHtml(`<&>"'`)).toBe('&lt;&amp;&gt;&quot;&#39;')
})

describe('without masked views', () => {
  test('a mail holds the headline and no parameter, justification or result', () => {
    const { payload, isComplete, omitted } = renderMail(sampleCard, thin, way, first)
    expect([isComplete, omitted]).toEqual([false, ['view']])
    const all = `${payload.text}${payload.html}`
    expect(all).toContain('wants to refund')
    expect(all).not.toMatch(/EMAIL|charged twice|Currency|run-1/)
  })
})

test('what was cut is said, and makes the copy incomplete', () => {
  const long: Row = { label: ['Note'], value: [{ foreign: 'x'.repeat(70_000) }], kind: 'text' }
  const rows = [...sampleCard.rows, long]
  const { payload, isComplete, omitted } = renderMail({ ...sampleCard, rows }, detailed, way, first)
  expect(isComplete).toBe(false)
  expect(omitted).toContain('long values')
  for (const part of [payload.text, payload.html]) expect(part).toMatch(/more characters/)
})

test('both parts tell everything, in the same order', () => {
  const { payload, isComplete } = renderMail(sampleCard, detailed, way, first)
  expect(isComplete).toBe(true)
  const told = [
    ...['Needs approval', 'high risk', 'billing-bot wants to refund 1,250.00 EUR'],
    ...['2026-06-01 12:15 UTC', 'denied if nobody decides', 'Customer', '⟦EMAIL·K7QX2M9A⟧'],
    ...['1 value masked (1 e-mail)', 'money leaves the house', 'The agent says:'],
    ...['The customer was charged twice.', 'run-1', '0 of 1, needs 1 from finance'],
    ...['Can be reversed within 7 days', 'Look at it and decide', '000000000000'],
    'A reply to this mail decides nothing.',
  ]
  for (const text of [payload.text, shownText(payload.html)]) {
    const places = told.map((words) => text.indexOf(words))
    expect(told.filter((_, at) => (places[at] ?? -1) < 0)).toEqual([])
    expect(places).toEqual(places.toSorted((one, other) => one - other))
  }
  expect(payload.text).toContain(way.url)
  expect(payload.html).toContain(`<a href="${way.url}">`)
})

test('the thread keeps its subject; how it went on stands in the mail', () => {
  const opening = renderMail(sampleCard, detailed, way, first).payload
  const second = renderMail(decidedCard, detailed, way, following).payload
  expect(second.subject).toBe(`Re: ${opening.subject}`)
  expect(second.text).toMatch(/^Denied/)
  expect(second.text).toContain('Denied by ana')
})

test('a reminder and an escalation say so first', () => {
  const mail = (nudge: 'reminder' | 'escalation') =>
    renderMail(sampleCard, thin, way, { isFollowing: true, nudge }).payload
  expect(mail('reminder').text).toMatch(/^A reminder/)
  expect(mail('escalation').html).toContain('you are asked as well')
})

test('a digest lists what is most urgent and counts the rest', () => {
  const cards = Array.from({ length: 120 }, () => sampleCard)
  const { payload } = renderMailDigest(cards, 'https://hold.example/')
  expect(payload.subject).toBe('120 requests wait for approval')
  expect(payload.html.match(/<li>/g)).toHaveLength(50)
  for (const part of [payload.text, payload.html]) expect(part).toContain('and 70 more')
  expect(payload.text + payload.html).not.toMatch(/EMAIL|charged twice/)
})
