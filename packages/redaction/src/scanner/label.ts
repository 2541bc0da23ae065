/** A value that its name gives away: `passport no. X1234567`, `born on 3 May 1980`, `X1234567 is my passport`. The name is a context word; the value is what has the type's shape beside it. */
import { placeholderOpen } from '@holdpoint/contracts'
import { ALNUM, DIGIT, is, isWord, LETTER } from '../chars.ts'
import type { ContextMark, Sheet } from '../sheet.ts'
import type { EntityType } from '../types.ts'
import { readShaped } from './value-shape.ts'

const reachMax = 40
/** Behind a name that nothing but signs or words like `number` and `is` part from the value; behind other words; before the name. */
const score = { beside: 0.92, apart: 0.6, before: 0.6 } as const
const fillers =
  /^[\s:=#>,.*_|"'’`´()[\]\-–—/\\]*(?:(?:number|numbers|num|no|nr|n|nº|n°|id|code|is|was|are|being|on|of|value|reads|now|ist|lautet|war|am|vom|est|le|du|es|el|era|del|de|il|la|su|e|era|em|om|is|op|to|jest|dnia|den|je|dne|er|on|no|numeroa|no su|numero|номер|є|это|года|numer|cislo|号码|号|番号|번호|は|是|为|為|는|은|이|가|είναι)[\s:=#>,.*_|"'’`´()[\]\-–—/\\]+){0,3}$/iu
/** Between a value and the name behind it: `X1234567 (passport)`, `… is my passport number`. */
const back =
  /^[\s"'’`)\]]{0,3}(?:\(|-|–|,|=>)?\s?(?:(?:is|was|as|for|being|her|his|my|their|your|our|the|a|an|its|new|current|old|ist|meine|mein|die|der|das|seine|ihre|est|mon|ma|le|la|son|sa|es|mi|el|su|e|è|meu|minha|o|mio|il|is|mijn|het|de|jest|moj|to)\s){0,4}$/iu

const listed: ReadonlySet<EntityType> = new Set<EntityType>([
  'MRN',
  'PASSPORT',
  'DRIVER_LICENCE',
  'NATIONAL_ID',
  'BANK_ACCOUNT',
  'US_SSN',
  'NPI',
])
/** Words between a name and its value that are looked at. */
const marksMax = 12
const pairReach = 80
const ofBanks: ReadonlySet<ContextMark['meaning']> = new Set([
  'BANK_ROUTING',
  'IBAN',
  'BIC',
] as const)
const counted = /^\W{0,4}(?:no|nr|id|number)?\W{0,4}$/i
const joints = '-./@_'
const listMax = 50
const joint =
  /[*_"'`)\]]{0,3}\s?(?:[,;/&+|]|and|or|und|oder|et|ou|y|e|og|och|i)\s?(?:and |or |und |oder |et |ou )?[*_"'`([]{0,3}/y

/** All labels of the sheet, once the words are known. */
export function scanLabels(sheet: Sheet): void {
  const { contexts, text } = sheet
  for (const [index, mark] of contexts.entries()) {
    if (mark.isLabel !== true || mark.meaning === 'counter' || mark.meaning === 'version') continue
    if (isInside(contexts, index)) continue
    const limit = limitOf(text, contexts, index)
    if (isEmpty(sheet, mark, limit)) continue
    if (mark.isPaired === true && !hasBankNear(contexts, index)) continue
    const found = readAhead(sheet, index, mark.meaning, limit)
    if (found !== undefined) continue
    readBack(sheet, mark, mark.meaning)
  }
}

/** No value is without a digit or capitals; most names of values stand in prose. */
function isEmpty(sheet: Sheet, { start, end, meaning }: ContextMark, limit: number): boolean {
  if (meaning === 'BIC') return false
  const { text } = sheet
  for (let i = Math.max(0, start - reachMax); i < limit; i++) {
    if (i === start) i = end
    if (is(text.charCodeAt(i), DIGIT)) return false
  }
  sheet.work += (limit - start) >> 3
  return true
}

/** Half a sentence to either side. */
function hasBankNear(contexts: readonly ContextMark[], index: number): boolean {
  const from = contexts[index]?.start ?? 0
  for (let i = index - marksMax; i < index + marksMax; i++) {
    const other = contexts[i]
    if (other === undefined || Math.abs(other.start - from) > pairReach) continue
    if (ofBanks.has(other.meaning)) return true
  }
  return false
}

/** A longer name that ends at the same place, or goes on behind it, speaks for both. */
function isInside(contexts: readonly ContextMark[], index: number): boolean {
  const mark = contexts[index]
  if (mark === undefined) return true
  for (let i = index - 2; i < index + 4; i++) {
    const other = contexts[i]
    if (other === undefined || i === index || other.isLabel !== true) continue
    const isLonger = other.end - other.start > mark.end - mark.start
    if (isLonger && other.start <= mark.start && other.end >= mark.end) return true
  }
  return false
}

/** Where another name of a value begins, or the reach ends. */
function limitOf(text: string, contexts: readonly ContextMark[], index: number): number {
  const mark = contexts[index]
  const from = mark?.end ?? 0
  let limit = Math.min(text.length, from + reachMax)
  for (let i = index + 1; i < contexts.length && i < index + marksMax; i++) {
    const next = contexts[i]
    if (next === undefined || next.start > limit) break
    if (next.isLabel === true && next.start >= from && next.meaning !== mark?.meaning)
      limit = Math.min(limit, next.start)
  }
  return limit
}

/** Answers the end of what was found; what is masked already counts as found. */
function readAhead(
  sheet: Sheet,
  index: number,
  type: EntityType,
  limit: number,
): number | undefined {
  const { text } = sheet
  const mark = sheet.contexts[index]
  if (mark === undefined) return undefined
  // `CBU-47601`: an abbreviation that begins the name of an article.
  if (mark.isCapital === true && text.charAt(mark.end) === '-') return undefined
  for (let i = mark.end; i < limit; i++) {
    const char = text.charAt(i)
    if (char === placeholderOpen) return i
    if (isStop(text, i)) return undefined
    if (!isStart(text, i, mark.end)) continue
    const end = readShaped(type, text, i)
    sheet.work++
    if (end <= i) continue
    const isBeside = fillers.test(text.slice(mark.end, i))
    if (!isBeside && (type === 'CVV' || mark.isCapital === true || isCountedAt(sheet, index, i)))
      return undefined
    sheet.addFirm(type, i, end, isBeside ? score.beside : score.apart, 'label')
    readList(sheet, type, end)
    return end
  }
  return undefined
}

/** The sentence ends, or a second line. */
function isStop(text: string, at: number): boolean {
  const char = text.charAt(at)
  if (char === '\n') return text.charAt(at + 1) === '\n' || /[^\s:]/.test(text.charAt(at - 1))
  if (char === ';' || char === '!' || char === '?' || char === '。') return true
  return (
    char === '.' &&
    /\s/.test(text.charAt(at + 1)) &&
    // Shorter words are abbreviations.
    [1, 2, 3, 4].every((back) => isLower(text.charCodeAt(at - back)))
  )
}

function isLower(code: number): boolean {
  return is(code, LETTER) && code >= 0x61
}

/** A value begins with the first character of a word; a sign that joins it to another is its own only right behind the name. */
function isStart(text: string, at: number, nameEnd: number): boolean {
  const code = text.charCodeAt(at)
  if (!isWord(code)) return false
  const before = text.charCodeAt(at - 1)
  // Scripts without cases put no space before a number.
  if (is(before, ALNUM) || (before >= 128 && /[\p{Lu}\p{Ll}]/u.test(text.charAt(at - 1))))
    return false
  if (code >= 128 && !/\p{L}/u.test(text.charAt(at))) return false
  return (
    at - 1 === nameEnd || !joints.includes(text.charAt(at - 1)) || !isWord(text.charCodeAt(at - 2))
  )
}

/** `passport renewal, case 12345`: the number has a name of its own. */
function isCountedAt({ contexts, text }: Sheet, index: number, at: number): boolean {
  for (let i = index + 1; i < contexts.length && i < index + marksMax; i++) {
    const mark = contexts[i]
    if (mark === undefined || mark.end > at) return false
    if (
      (mark.meaning === 'counter' || mark.meaning === 'version') &&
      counted.test(text.slice(mark.end, at))
    )
      return true
  }
  return false
}

/** `medical records 448211, 448212 and 448213`: what goes on in the same way. */
function readList(sheet: Sheet, type: EntityType, from: number): void {
  if (!listed.has(type)) return
  const { text } = sheet
  let at = from
  for (let item = 0; item < listMax; item++) {
    joint.lastIndex = at
    const gap = joint.exec(text)?.[0].length ?? 0
    if (gap === 0) return
    const end = readShaped(type, text, at + gap)
    sheet.work += gap
    if (end === 0) return
    sheet.addFirm(type, at + gap, end, score.beside, 'label-list')
    at = end
  }
}

function readBack(sheet: Sheet, mark: ContextMark, type: EntityType): void {
  const { text } = sheet
  const from = Math.max(0, mark.start - reachMax)
  for (let i = from; i < mark.start - 3; i++) {
    if (!isStart(text, i, 0)) continue
    const end = readShaped(type, text, i)
    sheet.work++
    if (end <= i || end > mark.start) continue
    if (!back.test(text.slice(end, mark.start))) continue
    sheet.addFirm(type, i, end, score.before, 'label-behind')
    return
  }
}
