/** Postal addresses: a house number beside a street's name, and what follows it up to the postcode and the town. */
import { DIGIT, is } from '../chars.ts'
import {
  BEFORE,
  BEHIND,
  isNumberWord,
  isPreposition,
  isStreetWord,
  SMALL,
  streetMeaning,
  UNIT,
} from '../name/street.ts'
import {
  CODE,
  EAST_ASIAN,
  LOWER_CASE,
  NUMBER,
  SIGN,
  TITLE_CASE,
  type Tokens,
  WORD,
} from '../name/token.ts'
import type { Sheet } from '../sheet.ts'
import { codeUnitsMax, isCapital, isUkPostcode, tailEnd } from './address-tail.ts'

const base = 0.75
const streetWordsMax = 5
const numberUnitsMax = 6
/** `St.`, `Blvd.`: longer words are not cut short. */
const shortStreetUnits = 4
const comma = 0x2c
const colon = 0x3a
const dot = 0x2e
const eastAsianStreet = /(?:区|區|市|町|村|丁目|路|街|道|号|弄|巷|里|로|길|동|가)$/
/** A place, before a number in parts: `銀座4-5-6`. */
const eastAsianPlace = /[都道府県县市区區町村郡]/

/** `i` is a number or a code that begins with a digit. Answers the token behind the address, or `i`. */
export function scanAddress(sheet: Sheet, tokens: Tokens, i: number): number {
  const { text } = sheet
  if (tokens.kinds[i] === CODE && isUkPostcode(text, tokens, i)) {
    add(sheet, tokens, i, i + 2, 'address/postcode')
    return i + 2
  }
  if (!isHouse(text, tokens, i)) return i
  const first = streetBefore(text, tokens, i)
  if (first < i) return finish(sheet, tokens, first, i + 1)
  const last = streetBehind(text, tokens, i)
  return last > i ? finish(sheet, tokens, i, last) : i
}

function finish(sheet: Sheet, tokens: Tokens, from: number, to: number): number {
  const end = tailEnd(sheet.text, tokens, to)
  add(sheet, tokens, from, end, 'address/street')
  return end
}

function add(sheet: Sheet, tokens: Tokens, from: number, to: number, detector: string): void {
  const start = tokens.starts[from] ?? 0
  sheet.work += (tokens.ends[to - 1] ?? start) - start
  sheet.addFirm('ADDRESS', start, tokens.ends[to - 1] ?? start, base, detector)
}

/** `12`, `12b`, `3-8-5`: short, and a number first. */
function isHouse(text: string, tokens: Tokens, i: number): boolean {
  const start = tokens.starts[i] ?? 0
  const units = (tokens.ends[i] ?? 0) - start
  if (!is(text.charCodeAt(start), DIGIT) || units > codeUnitsMax) return false
  return tokens.kinds[i] === NUMBER
    ? units <= numberUnitsMax || isEastAsianAt(tokens, i - 1)
    : units <= numberUnitsMax
}

/** `Calle Mayor 3`, `ul. Polna 4`, `Kerkstraat 5`, `港区本町3-8-5`: the first token of the street before the number, or `i`. */
function streetBefore(text: string, tokens: Tokens, i: number): number {
  const number = beforeNumberWord(tokens, i)
  let at = number - 1
  if (at >= 0 && isSign(tokens, at, comma)) at--
  if (at < 0) return i
  if (isEastAsianAt(tokens, at)) {
    const run = text.slice(tokens.starts[at], tokens.ends[at])
    return (tokens.ends[at] === tokens.starts[i] || tokens.kinds[i] === NUMBER) &&
      (eastAsianStreet.test(run) || (eastAsianPlace.test(run) && isParted(text, tokens, i)))
      ? eastAsianStart(text, tokens, at)
      : i
  }
  if (isSmallStreet(tokens, at)) return widen(tokens, at - 1)
  if (tokens.kinds[at] === WORD && at === number - 1 && isCapital(tokens, at)) {
    const word = text.slice(tokens.starts[at], tokens.ends[at])
    if (isStreetWord(word) || isTurkishStreet(tokens, at)) return widen(tokens, at)
  }
  for (let words = 0; words < streetWordsMax && at >= 0; words++, at--) {
    if (tokens.kinds[at] !== WORD) break
    const hash = tokens.hashes[at] ?? 0
    const isStreet = (streetMeaning(hash) & BEFORE) !== 0
    const isDotted = tokens.hashes[at + 1] === 0x2e && tokens.kinds[at + 1] === SIGN
    if (
      isStreet &&
      words > 0 &&
      (!isPreposition(hash) || isDotted || (isCapital(tokens, at) && at + 1 === number - 1))
    )
      return at
    if (at > 0 && tokens.kinds[at - 1] === SIGN && tokens.hashes[at - 1] === 0x2e) at--
  }
  return i
}

/** Where `No: 4` or `nr. 4` begins, or the number alone. */
function beforeNumberWord(tokens: Tokens, i: number): number {
  const at = isSign(tokens, i - 1, colon) || isSign(tokens, i - 1, dot) ? i - 2 : i - 1
  const isWord = at > 0 && tokens.kinds[at] === WORD
  return isWord && isNumberWord(tokens.hashes[at] ?? 0) ? at : i
}

function isSign(tokens: Tokens, i: number, code: number): boolean {
  return tokens.kinds[i] === SIGN && tokens.hashes[i] === code
}

function isParted(text: string, tokens: Tokens, i: number): boolean {
  return /^\d{1,4}-\d{1,4}(?:-\d{1,4})?$/.test(text.slice(tokens.starts[i], tokens.ends[i]))
}

/** Up to two capitalised words before a street's own word: `Lange Nieuwstraat`. */
function widen(tokens: Tokens, at: number): number {
  let from = at
  while (
    from > 0 &&
    at - from < 2 &&
    tokens.kinds[from - 1] === WORD &&
    isStreetAdjective(tokens, from - 1)
  )
    from--
  return from
}

function isStreetAdjective(tokens: Tokens, i: number): boolean {
  return (
    tokens.shapes[i] === TITLE_CASE &&
    ((tokens.meanings[i] ?? 0) & 3) === 0 &&
    !((streetMeaning(tokens.hashes[i] ?? 0) & BEHIND) !== 0)
  )
}

function isTurkishStreet(tokens: Tokens, i: number): boolean {
  const isStreet = (streetMeaning(tokens.hashes[i] ?? 0) & BEHIND) !== 0
  return isStreet && i > 0 && tokens.kinds[i - 1] === WORD && isCapital(tokens, i - 1)
}

/** A small word that only streets are called, behind a name. */
function isSmallStreet(tokens: Tokens, i: number): boolean {
  const isStreet = (streetMeaning(tokens.hashes[i] ?? 0) & SMALL) !== 0
  return isStreet && tokens.kinds[i] === WORD && i > 0 && isCapital(tokens, i - 1)
}

function eastAsianStart(text: string, tokens: Tokens, at: number): number {
  let from = at
  while (
    from > 0 &&
    at - from < 4 &&
    (isEastAsianAt(tokens, from - 1) || text.charAt(tokens.starts[from - 1] ?? 0) === '〒')
  )
    from--
  return from
}

/** `12 Baker Street`, `12 bis rue de Lyon`: the token behind the street, or `i`. */
function streetBehind(text: string, tokens: Tokens, i: number): number {
  let at = i + 1
  if (at < tokens.count && tokens.kinds[at] === SIGN && tokens.hashes[at] === comma) at++
  while (
    at < tokens.count &&
    tokens.shapes[at] === LOWER_CASE &&
    (streetMeaning(tokens.hashes[at] ?? 0) & UNIT) !== 0
  )
    at++
  if (
    at < tokens.count &&
    tokens.kinds[at] === WORD &&
    (streetMeaning(tokens.hashes[at] ?? 0) & BEFORE) !== 0 &&
    !isPreposition(tokens.hashes[at] ?? 0)
  ) {
    const end = namedEnd(tokens, at + 1)
    if (end > at + 1) return end
  }
  for (let words = 0; words <= streetWordsMax && at < tokens.count; words++, at++) {
    if (tokens.kinds[at] !== WORD) return i
    if (
      words > 0 &&
      isCapital(tokens, at) &&
      (streetMeaning(tokens.hashes[at] ?? 0) & BEHIND) !== 0
    )
      return streetEnd(text, tokens, at + 1)
    if (
      !isCapital(tokens, at) &&
      !(words > 0 && (tokens.ends[at] ?? 0) - (tokens.starts[at] ?? 0) <= 3)
    )
      return i
  }
  return i
}

/** A street's word may be cut short and have a point of the compass behind it: `St. NW`. */
function streetEnd(text: string, tokens: Tokens, at: number): number {
  let end = at
  if (
    end < tokens.count &&
    tokens.kinds[end] === SIGN &&
    tokens.hashes[end] === 0x2e &&
    (tokens.ends[at - 1] ?? 0) - (tokens.starts[at - 1] ?? 0) <= shortStreetUnits &&
    isDigitOrComma(text, tokens.ends[end] ?? 0)
  )
    end++
  if (
    end < tokens.count &&
    /^(?:[NS][EW]?|[EW])$/.test(text.slice(tokens.starts[end], tokens.ends[end]))
  )
    end++
  return end
}

function isDigitOrComma(text: string, at: number): boolean {
  return /[\s,\d]/.test(text.charAt(at))
}

/** Names of streets: capitalised words and the small ones between them. */
function namedEnd(tokens: Tokens, from: number): number {
  let end = from
  for (let at = from; at < tokens.count && at - from < streetWordsMax; at++) {
    if (tokens.kinds[at] !== WORD) break
    if (isCapital(tokens, at)) end = at + 1
    else if ((tokens.ends[at] ?? 0) - (tokens.starts[at] ?? 0) > 4) break
  }
  return end
}

function isEastAsianAt(tokens: Tokens, i: number): boolean {
  return i >= 0 && i < tokens.count && tokens.kinds[i] === EAST_ASIAN
}
