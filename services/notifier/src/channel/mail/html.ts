/** A card as HTML, for mails and for the page behind their links: elements without attributes, and everybody else's words as text that nothing turns into a link. Pure. */
import type { Card, Line, Row } from '../../card/card.ts'
import { timeWords } from './text.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Where mail programs would see an address and make a link of it: the sign stands in an element of its own. */
const linkSigns = /(?<=[\p{L}\p{N}])(?:[.@](?=[\p{L}\p{N}])|:(?=\/\/))/gu
/** `<span></span>` around a sign, and `<br>` for a line's end. */
const [spanChars, breakChars] = [13, 4]

/** For text between tags and for quoted values of attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char)
}

/** How much room a text of somebody else takes: it adds up, since every character is counted by itself. */
export function htmlSize(text: string): number {
  let size = 0
  for (const char of text) {
    const around = /[.@:]/.test(char) ? spanChars : 0
    size += char === '\n' ? breakChars : (entities[char] ?? char).length + around
  }
  return size
}

export function lineHtml(line: Line): string {
  return line
    .map((part) => (typeof part === 'string' ? escapeHtml(part) : foreignHtml(part.foreign)))
    .join('')
}

/** `<bdi>`: letters of another direction turn nothing around outside of it. */
function foreignHtml(text: string): string {
  const pieces: string[] = []
  let from = 0
  for (const { 0: sign, index } of text.matchAll(linkSigns)) {
    pieces.push(escapeHtml(text.slice(from, index)), `<span>${sign}</span>`)
    from = index + sign.length
  }
  pieces.push(escapeHtml(text.slice(from)))
  return `<bdi>${pieces.join('')}</bdi>`
}

/** Everything that the card says, in the order of the anatomy. `note`: what is missing. */
export function cardHtml(card: Card, note?: string): string {
  return [
    cardHeadHtml(card),
    note === undefined ? '' : `<p><strong>${escapeHtml(note)}</strong></p>`,
    rowsHtml(card.rows),
    card.masked === undefined ? '' : `<p>${escapeHtml(card.masked)}</p>`,
    `<p>Why it was stopped: ${lineHtml(card.whyStopped)}</p>`,
    card.justification === undefined
      ? ''
      : `<p>The agent says:</p><blockquote>${blockHtml(card.justification)}</blockquote>`,
    rowsHtml(card.forWhom),
    ...card.progress.map((line) => `<p>${lineHtml(line)}</p>`),
    card.reversible === undefined ? '' : `<p>${escapeHtml(card.reversible)}</p>`,
    card.result === undefined ? '' : `<h2>Result</h2>${rowsHtml(card.result)}`,
    storyHtml(card),
  ].join('\n')
}

/** What also stands where the parameters must not. */
export function cardHeadHtml(card: Card): string {
  const { mark, risk, clock, headline } = card
  const chips = risk === undefined ? mark : `${mark} · ${risk} risk`
  const until =
    clock === undefined
      ? ''
      : `<p>Until ${timeWords(clock.untilMs)}: ${escapeHtml(clock.after)}</p>`
  return `<p><strong>${escapeHtml(chips)}</strong></p>\n<h1>${lineHtml(headline)}</h1>\n${until}`
}

export function fingerprintHtml({ fingerprint, actionId }: Card): string {
  return `<p><small>Fingerprint ${escapeHtml(fingerprint)} · action ${escapeHtml(actionId)}</small></p>`
}

function storyHtml({ story }: Card): string {
  if (story.length === 0) return ''
  const lines = story.map(({ atMs, line }) => `<li>${timeWords(atMs)} ${lineHtml(line)}</li>`)
  return `<ul>${lines.join('')}</ul>`
}

function rowsHtml(rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const lines = rows.map(({ label, value, before, kind, isCut }) => {
    const shown = kind === 'code' ? codeHtml(value) : blockHtml(value)
    const was = before === undefined ? '' : `<br>before: <del>${blockHtml(before)}</del>`
    const cut = isCut ? ' <strong>(not all of it)</strong>' : ''
    return `<tr><th>${lineHtml(label)}</th><td>${shown}${was}${cut}</td></tr>`
  })
  return `<table>${lines.join('\n')}</table>`
}

/** Indentation stays, and long lines are broken: what stands far to the right would not be seen. */
const codeHtml = (line: Line): string =>
  `<code>${blockHtml(line).replaceAll('  ', `${'\u00a0'} `)}</code>`

/** Line ends stay line ends. */
const blockHtml = (line: Line): string => lineHtml(line).replaceAll('\n', '<br>')
