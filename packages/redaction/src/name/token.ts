/** A text as words, codes and signs, in flat arrays that are used again: nothing is allocated per word. */
import { placeholderOpen, readPlaceholder } from '@holdpoint/contracts'
import { CAPITAL, emptyHash, folded, kinds, LETTER, LETTER_MARK, NUMERAL } from './fold.ts'
import { FAMILY, GIVEN, meaningOf, ORDINARY, PARTICLE, PLACE } from './gazetteer.ts'

/** Kinds of tokens. */
export const WORD = 1
/** Identifiers, paths, hosts, numbers with letters: never a part of a name. */
export const CODE = 2
export const MAIL = 3
export const NUMBER = 4
export const SIGN = 5
export const LINE = 6
/** A run of Han, kana or Hangul, which has other rules. */
export const EAST_ASIAN = 7

/** Shapes of words. */
export const LOWER_CASE = 1
export const TITLE_CASE = 2
export const UPPER_CASE = 3
export const INITIAL = 4
/** `McAllister`, `O’Brien`, `Jean-Luc`, `al-Khatib`. */
export const INNER_CAPITAL = 5
/** Of a script without capitals. */
export const CASELESS = 6

/** Known only without its last letters: a case ending, perhaps. */
export const INFLECTED = 256

const tableEnd = 0x2020
const placeholderCode = placeholderOpen.charCodeAt(0)
const eastAsianFrom = 0x3041
const eastAsianTo = 0xd7a4
const iteration = 0x3005
/** No letter before Hebrew is of a script without capitals. */
const caselessFrom = 0x590
/** Of the article `’t`. */
const articleHash = 0x2774
const hashFactor = 0x01000193
const wordUnitsMax = 40
const stemLettersMin = 4
/** Endings that a name takes instead of its last letter. */
const latinA = 0x61
const cyrillicA = 0x430
const cyrillicYa = 0x44f

export class Tokens {
  readonly capacity: number
  count = 0
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly kinds: Uint8Array
  readonly shapes: Uint8Array
  /** Of a word its folded letters, of a sign its code. */
  readonly hashes: Int32Array
  /** Of a word its last three letters. */
  readonly endings: Int32Array
  readonly meanings: Uint16Array
  /** Filled by the tagger's features: a token as a neighbour sees it, and its sort. Two more than tokens: the edge. */
  readonly looks: Int32Array
  readonly sorts: Int32Array
  // The run being read.
  private hash = 0
  private partHash = 0
  private back1 = 0
  private back2 = 0
  private back3 = 0
  private tail = 0
  private letters = 0
  private capitals = 0
  private digits = 0
  private joints = 0
  private isFirstCapital = false
  private lateCapital = 0
  private isCode = false
  private isMail = false
  private firstPart = 0

  constructor(capacity: number) {
    this.capacity = capacity
    this.starts = new Int32Array(capacity)
    this.ends = new Int32Array(capacity)
    this.kinds = new Uint8Array(capacity)
    this.shapes = new Uint8Array(capacity)
    this.hashes = new Int32Array(capacity)
    this.endings = new Int32Array(capacity)
    this.meanings = new Uint16Array(capacity)
    this.looks = new Int32Array(capacity + 2)
    this.sorts = new Int32Array(capacity + 2)
  }

  /** Reads from `from` until full or at the end; answers where it stopped. */
  read(text: string, from: number): number {
    this.count = 0
    let at = from
    while (at < text.length && this.count < this.capacity) {
      const code = text.charCodeAt(at)
      if (code === 0x20 || code === 0x09 || code === 0x0d || code === 0xa0) at++
      else if (isEastAsian(code)) at = this.readEastAsian(text, at)
      else if (code < tableEnd && kinds[code] !== 0) at = this.readRun(text, at)
      else if (isArticle(text, at, code)) {
        // Dutch `’t`, as in `van ’t Hof`.
        this.put(at, at + 2, WORD, articleHash)
        this.shapes[this.count - 1] = LOWER_CASE
        this.meanings[this.count - 1] = PARTICLE
        at += 2
      } else if (code === placeholderCode) at = this.readPlaceholder(text, at)
      else {
        this.put(at, at + 1, code === 0x0a ? LINE : SIGN, code)
        at++
      }
    }
    return at
  }

  /** What was masked already is nothing to read. */
  private readPlaceholder(text: string, start: number): number {
    const found = readPlaceholder(text, start)
    if (found !== undefined) {
      this.put(start, start + found.raw.length, CODE, 3)
      return start + found.raw.length
    }
    this.put(start, start + 1, SIGN, placeholderCode)
    return start + 1
  }

  private readEastAsian(text: string, start: number): number {
    let at = start + 1
    while (at < text.length && isEastAsian(text.charCodeAt(at))) at++
    this.put(start, at, EAST_ASIAN, 1)
    return at
  }

  /** A run of letters, digits and what joins them. */
  private readRun(text: string, start: number): number {
    this.begin()
    let at = start
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code >= tableEnd) break
      const kind = kinds[code] ?? 0
      if ((kind & (LETTER | LETTER_MARK)) !== 0) this.letter(folded[code] ?? 0, kind)
      else if (kind === NUMERAL) this.digits++
      else if (!this.join(text, at, start, code)) break
    }
    if (this.isMail) this.put(start, at, MAIL, 1)
    else if (this.letters === 0) this.put(start, at, NUMBER, Math.min(at - start, 9))
    else if (this.isNoWord(at - start)) this.put(start, at, CODE, 2)
    else this.putWord(text.charCodeAt(start), start, at)
    return at
  }

  private begin(): void {
    this.hash = this.partHash = this.back1 = this.back2 = this.back3 = emptyHash
    this.tail = this.letters = this.capitals = this.digits = this.joints = this.lateCapital = 0
    this.firstPart = 0
    this.isFirstCapital = this.isCode = this.isMail = false
  }

  private letter(unit: number, kind: number): void {
    if ((kind & CAPITAL) !== 0) {
      if (this.letters === 0) this.isFirstCapital = true
      else if (this.joints === 0) this.lateCapital = this.letters
      this.capitals++
    }
    if ((kind & LETTER) !== 0) this.letters++
    if (unit === 0) return
    this.back3 = this.back2
    this.back2 = this.back1
    this.back1 = this.hash
    this.hash = Math.imul(this.hash ^ unit, hashFactor)
    this.partHash = Math.imul(this.partHash ^ unit, hashFactor)
    this.tail = ((this.tail << 10) ^ unit) & 0x3fffffff
  }

  /** Whether the sign at `at` holds the run together. */
  private join(text: string, at: number, start: number, code: number): boolean {
    const next = text.charCodeAt(at + 1)
    if (at === start || !(next < tableEnd && kinds[next] !== 0)) return false
    switch (code) {
      case 0x27:
      case 0x2019:
        // `Karin’s`: the name ends before it.
        if ((next | 0x20) === 0x73 && !isPart(text.charCodeAt(at + 2))) return false
        return this.letters > 0 && this.joint(0x27)
      case 0x2d:
        return this.joint(0x2d)
      case 0x2e:
        // `J.R. Smith` is three words, `a.txt` is one.
        if (this.letters === 1 && ((kinds[next] ?? 0) & CAPITAL) !== 0) return false
        this.isCode = true
        return true
      case 0x40:
        this.isMail = true
        return true
      case 0x5f:
      case 0x2b:
      case 0x25:
        this.isCode = true
        return true
      default:
        return false
    }
  }

  private joint(unit: number): boolean {
    if (this.joints === 0) this.firstPart = this.hash
    this.joints++
    this.hash = Math.imul(this.hash ^ unit, hashFactor)
    this.partHash = emptyHash
    return true
  }

  private isNoWord(units: number): boolean {
    if (this.isCode || this.digits > 0 || units > wordUnitsMax) return true
    if (this.lateCapital === 0 || this.capitals === this.letters) return false
    // `fooBar` and `FooBarBaz` are codes, `McBar` and `DeBar` are words.
    return (
      !this.isFirstCapital || this.lateCapital === 1 || this.lateCapital > 3 || this.capitals > 2
    )
  }

  private putWord(first: number, start: number, end: number): void {
    const shape = this.shape(first)
    const i = this.count
    this.put(start, end, WORD, this.hash)
    this.shapes[i] = shape
    this.endings[i] = this.tail
    this.meanings[i] = this.meaning(first, shape)
  }

  private shape(first: number): number {
    if (first >= caselessFrom && this.capitals === 0 && !(first >= 0x1e00)) return CASELESS
    if (this.capitals === 0) return LOWER_CASE
    if (this.letters === 1) return INITIAL
    if (this.capitals === this.letters) return UPPER_CASE
    return this.isFirstCapital && this.capitals === 1 ? TITLE_CASE : INNER_CAPITAL
  }

  private meaning(first: number, shape: number): number {
    const whole = meaningOf(this.hash)
    if (whole !== 0) return whole
    if (this.joints > 0) return meaningOf(this.partHash) | meaningOf(this.firstPart)
    if (shape === LOWER_CASE || this.letters <= stemLettersMin) return 0
    const stems =
      meaningOf(this.back1) |
      meaningOf(this.back2) |
      (this.letters > stemLettersMin + 2 ? meaningOf(this.back3) : 0) |
      (first < 0x400
        ? meaningOf(Math.imul(this.back1 ^ latinA, hashFactor))
        : meaningOf(Math.imul(this.back1 ^ cyrillicA, hashFactor)) |
          meaningOf(Math.imul(this.back1 ^ cyrillicYa, hashFactor)))
    return (stems & (GIVEN | FAMILY)) !== 0 && (stems & (ORDINARY | PLACE)) === 0 ? INFLECTED : 0
  }

  private put(start: number, end: number, kind: number, hash: number): void {
    const i = this.count++
    this.starts[i] = start
    this.ends[i] = end
    this.kinds[i] = kind
    this.shapes[i] = 0
    this.hashes[i] = hash
    this.endings[i] = 0
    this.meanings[i] = 0
  }
}

function isArticle(text: string, at: number, code: number): boolean {
  if (code !== 0x27 && code !== 0x2019) return false
  return text.charCodeAt(at + 1) === 0x74 && text.charCodeAt(at + 2) === 0x20
}

/** A letter, mark or digit of a script that writes words apart. */
export function isPart(code: number): boolean {
  return code < tableEnd && kinds[code] !== 0
}

export function isEastAsian(code: number): boolean {
  return (code >= eastAsianFrom && code < eastAsianTo) || code === iteration
}
