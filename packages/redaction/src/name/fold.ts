/** Letters as a name is compared: lower case, without diacritics, so that `JÜRGEN`, `Jürgen` and `Jurgen` are one word. */

/** Letters that Unicode does not decompose. */
const special: Readonly<Record<string, string>> = {
  ß: 's',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  æ: 'a',
  œ: 'o',
  ð: 'd',
  þ: 't',
  ə: 'e',
  ħ: 'h',
  ŋ: 'n',
  ʻ: "'",
  ʼ: "'",
  ς: 'σ',
}
const tableEnd = 0x2020
/** Folded to nothing: accents that stand alone, vowel points of Arabic and Hebrew, joiners. */
const dropped = 0

export const LETTER = 1
export const CAPITAL = 2
export const LETTER_MARK = 4
export const NUMERAL = 8

/** The folded unit of every unit below U+2020, and what it is. */
export const folded = new Uint16Array(tableEnd)
export const kinds = new Uint8Array(tableEnd)

for (let code = 0; code < tableEnd; code++) {
  const char = String.fromCharCode(code)
  if (/\p{M}/u.test(char)) kinds[code] = LETTER_MARK
  else if (/\p{L}/u.test(char)) kinds[code] = LETTER | (/[\p{Lu}\p{Lt}]/u.test(char) ? CAPITAL : 0)
  else if (/\p{N}/u.test(char)) kinds[code] = NUMERAL
  folded[code] = isDropped(code) ? dropped : foldedCode(char)
}
folded[0x2019] = 0x27

function foldedCode(char: string): number {
  const lower = char.toLowerCase()
  const base = special[lower] ?? lower.normalize('NFD').charAt(0)
  return (special[base] ?? base).charCodeAt(0)
}

function isDropped(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x64b && code <= 0x65f) ||
    (code >= 0x591 && code <= 0x5c7) ||
    code === 0x640 ||
    code === 0x670
  )
}

const hashStart = 0x811c9dc5 | 0
const hashFactor = 0x01000193

/** Of the folded word; the tokenizer computes the same while it reads. */
export function hashWord(word: string): number {
  let hash = hashStart
  for (let i = 0; i < word.length; i++) hash = hashStep(hash, word.charCodeAt(i))
  return hash
}

export function hashStep(hash: number, code: number): number {
  const unit = code < tableEnd ? (folded[code] ?? 0) : code
  return unit === dropped ? hash : Math.imul(hash ^ unit, hashFactor)
}

export const emptyHash = hashStart
