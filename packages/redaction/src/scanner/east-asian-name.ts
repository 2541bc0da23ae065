/** Where a run of Han, kana or Hangul stands, and the names in it; Thai names behind their titles. */
import { eastAsianNames } from '../name/east-asian.ts'
import { hashWord } from '../name/fold.ts'
import { HONORIFIC } from '../name/gazetteer.ts'
import { EAST_ASIAN, LINE, MAIL, NUMBER, SIGN, type Tokens, WORD } from '../name/token.ts'
import type { Sheet } from '../sheet.ts'

const score = 0.6
/** Longer runs are sentences; names in them are looked for all the same, but alone they are no field. */
const fieldUnitsMax = 8
/** Of a family and a given name. */
const latinRunMax = 5
const latinCues = new Set(
  'hello hi hey dear with for by from to thanks regards ask call ring tell hallo liebe lieber bonjour hola cher'
    .split(' ')
    .map(hashWord),
)
const thaiTitles = ['นางสาว', 'คุณ', 'นาย', 'นาง', 'ด.ช.', 'ด.ญ.', 'ดร.', 'ครู', 'อาจารย์']
const thaiNameMin = 3
const thaiNameMax = 24

export function scanEastAsian(sheet: Sheet, tokens: Tokens, i: number): void {
  const { text } = sheet
  const start = tokens.starts[i] ?? 0
  const end = tokens.ends[i] ?? start
  if (isNamedInLatin(tokens, i, end - start)) {
    sheet.addFirm('PERSON', start, end, score, 'name/east-asian')
    return
  }
  const around = {
    start,
    end,
    isField:
      end - start <= fieldUnitsMax &&
      isClosed(tokens, i - 1) &&
      isClosed(tokens, i + 1) &&
      !isLabel(tokens, i + 1),
    before: neighbour(text, tokens, i, -1),
    after: neighbour(text, tokens, i, 1),
  }
  for (const name of eastAsianNames(text, around))
    sheet.addFirm('PERSON', name.start, name.end, score, 'name/east-asian')
}

/** `Dear 美咲`, `Mrs 陈`: a short run behind a Latin word that people follow. */
function isNamedInLatin(tokens: Tokens, i: number, units: number): boolean {
  if (i === 0 || units > latinRunMax || tokens.kinds[i - 1] !== WORD) return false
  const hash = tokens.hashes[i - 1] ?? 0
  return ((tokens.meanings[i - 1] ?? 0) & HONORIFIC) !== 0 || latinCues.has(hash)
}

/** The end of a field: of the text, a line, or a sign that separates. A space alone is none. */
function isClosed(tokens: Tokens, i: number): boolean {
  if (i < 0 || i >= tokens.count) return true
  const kind = tokens.kinds[i]
  return kind === LINE || kind === SIGN || kind === MAIL || kind === NUMBER
}

/** `이메일:` says what follows. */
function isLabel(tokens: Tokens, i: number): boolean {
  return i < tokens.count && tokens.kinds[i] === SIGN && isColon(tokens.hashes[i] ?? 0)
}

/** The next run, where a colon and a space at most lie between. */
function neighbour(text: string, tokens: Tokens, i: number, step: 1 | -1): string {
  let j = i + step
  if (j >= 0 && j < tokens.count && tokens.kinds[j] === SIGN && isColon(tokens.hashes[j] ?? 0))
    j += step
  if (j < 0 || j >= tokens.count || tokens.kinds[j] !== EAST_ASIAN) return ''
  return text.slice(tokens.starts[j], tokens.ends[j])
}

function isColon(code: number): boolean {
  return code === 0x3a || code === 0xff1a
}

/** `คุณสมชาย ใจดี`: the title grown together with the given name; the family name follows a space. */
export function scanThai(sheet: Sheet, tokens: Tokens, i: number): void {
  const { text } = sheet
  const start = tokens.starts[i] ?? 0
  const end = tokens.ends[i] ?? start
  const title = thaiTitles.find((each) => text.startsWith(each, start))
  if (title === undefined) return
  const from = start + title.length
  if (end - from < thaiNameMin || end - from > thaiNameMax) return
  const next = i + 1
  const isFamily =
    next < tokens.count &&
    tokens.kinds[next] === WORD &&
    isThai(text.charCodeAt(tokens.starts[next] ?? 0)) &&
    (tokens.ends[next] ?? 0) - (tokens.starts[next] ?? 0) <= thaiNameMax
  sheet.addFirm('PERSON', from, isFamily ? (tokens.ends[next] ?? end) : end, score, 'name/thai')
}

export function isThai(code: number): boolean {
  return code >= 0xe01 && code <= 0xe4e
}
