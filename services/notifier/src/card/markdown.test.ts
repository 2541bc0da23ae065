import { describe, expect, test } from 'vitest'
import { hostileTexts, neverSent } from './hostile.ts'
import { headlinesOf, markdownOf } from './markdown.ts'
import { cardOf, decidedCard, sampleCard } from './sample.ts'

const charsMax = 14_000
/** What is left for Markdown to read. */
const outsideCode = (text: string) =>
  text.replace(/^```\n.+?\n```$/gmsu, '').replaceAll(/` [^`\n]* `/gu, '')

test('a card says everything, with foreign text in code', () => {
  const { text, isComplete, card } = markdownOf(sampleCard, charsMax)
  expect(isComplete).toBe(true)
  expect(card.buttons).toContain('approve')
  expect(text).toContain(
    '**Needs approval** (risk: high): ` billing-bot ` wants to refund ` 1,250.00 EUR `',
  )
  expect(text).toContain('` Customer `: ` ⟦EMAIL·K7QX2M9A⟧ `')
  expect(text).toContain('The agent says: ` The customer was charged twice. `')
  expect(text).toContain('Until 2026-06-01T12:15 UTC')
  expect(text).toContain(`[Open in the console](${sampleCard.link})`)
  expect(markdownOf(decidedCard, charsMax).text).toContain('Denied by ` ana `')
})

describe('hostile text', () => {
  const wordsIn = (text: string) => new Set(outsideCode(text).match(/[\p{L}\p{N}]+/gu))
  const made = ['x', 'x'.repeat(9000)].map((text) => markdownOf(cardOf(text), charsMax).text)
  /** Whole, and with what is said of what did not fit. */
  const ours = wordsIn(made.join('\n'))

  test.each(hostileTexts)('$name: nothing of it is outside of code', ({ text }) => {
    const { text: shown } = markdownOf(cardOf(text), charsMax)
    expect(shown).not.toMatch(neverSent)
    expect(shown.length).toBeLessThanOrEqual(charsMax)
    const strange = [...wordsIn(shown)].filter((word) => !ours.has(word) && !/^\d+$/.test(word))
    expect(strange).toEqual([])
    expect(outsideCode(shown)).not.toMatch(/[<@#~|!>]/u)
    const headlines = headlinesOf([cardOf(text)])
    expect([...wordsIn(headlines)].filter((word) => !ours.has(word) && word !== 'open')).toEqual([])
  })

  test('a fence in it closes nothing', () => {
    const { text } = markdownOf(cardOf('a\n```\n@channel\n````\n~~~'), charsMax)
    expect(text.match(/`{3}/gu)?.length).toBe((text.match(/^```$/gmu) ?? []).length)
    expect(outsideCode(text)).not.toContain('@channel')
  })
})

test('what does not fit is said, and can’t be approved there', () => {
  const { text, isComplete, card } = markdownOf(cardOf('x'.repeat(9000)), charsMax)
  expect(isComplete).toBe(false)
  expect(card.buttons).toEqual(['deny', 'open'])
  expect(text).toMatch(/… [\d,]+ more characters.*: open in the console/)
})

test('many headlines are counted', () => {
  const text = headlinesOf(Array.from({ length: 30 }, () => sampleCard))
  expect(text.split('\n')).toHaveLength(26)
  expect(text).toContain('5 more requests')
})
