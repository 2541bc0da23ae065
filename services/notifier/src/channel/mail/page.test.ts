import { describe, expect, test } from 'vitest'
import type { Card } from '../../card/card.ts'
import { hostileTexts, neverSent } from '../../card/hostile.ts'
import { cardOf, decidedCard, sampleCard } from '../../card/sample.ts'
import { htmlProblems, shownText } from './html-check.ts'
import { answerPage, cardPage, codePage, doorPage } from './page.ts'

const form = { path: '/m/mail/token', csrf: 'csrf' }
const links = [
  ...[sampleCard.link, '/console/console.css'],
  ...['code', 'open', 'decide'].map((step) => `${form.path}/${step}`),
]
const shown = (card: Card) => cardPage(card, { ...form, pass: 'pass' })

test.each(hostileTexts)('$name is dead text on a page', ({ text }) => {
  const pages = [
    shown(cardOf(text)),
    cardPage(sampleCard, { ...form, pass: 'pass', complaint: text }),
    answerPage(text, text, sampleCard.link),
    codePage(form, text),
  ]
  for (const html of pages) expect(htmlProblems(html, links)).toEqual([])
  expect(shown(cardOf(text))).not.toMatch(neverSent)
})

describe('a page has no button', () => {
  test('to approve or to deny that the card does not have', () => {
    const verdicts = (card: Card) => shown(card).match(/value="(approve|deny)"/g) ?? []
    expect(verdicts(sampleCard)).toHaveLength(2)
    expect(verdicts({ ...sampleCard, buttons: ['deny', 'open'] })).toEqual(['value="deny"'])
    expect(verdicts(decidedCard)).toEqual([])
    expect(shown(decidedCard)).not.toContain('<form')
  })

  test('that decides before a code was typed', () => {
    for (const html of [doorPage(form, sampleCard.link), codePage(form)]) {
      expect(html).not.toMatch(/approve|verdict|decide"/)
      expect(htmlProblems(html, links)).toEqual([])
    }
  })
})

test('a reason that policy wants is asked for; nothing is chosen beforehand', () => {
  expect(shown({ ...sampleCard, reasonRequired: true })).toMatch(/<textarea [^>]*required>/)
  expect(shown(sampleCard)).not.toMatch(/required|checked|selected|autofocus/)
})

test('the page has everything of the card, long values too', () => {
  const value = 'x'.repeat(50_000)
  const rows = [
    ...sampleCard.rows,
    { label: ['Note'], value: [{ foreign: value }], kind: 'text' as const },
  ]
  expect(shownText(shown({ ...sampleCard, rows }))).toContain(value)
})
