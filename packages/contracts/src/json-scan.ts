/** One pass over a JSON text that refuses what parsers disagree about. Linear, iterative, and silent about values. */
import { HoldpointError } from './errors.ts'
import { foldKey } from './json-key.ts'
import { isExactNumber } from './json-number.ts'
import { pointerOf } from './pointer.ts'

const numberGrammar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const escapeGrammar = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const nonCharacter = /\p{Noncharacter_Code_Point}/u
const words = ['true', 'false', 'null']

const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const zero = 0x30
const nine = 0x39
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** An object or array that is open at this point of the text. */
interface Frame {
  /** Folded keys so far; undefined in arrays. */
  readonly keys: Set<string> | undefined
  /** Where we are inside: key or index. */
  step: string | number
}

/** Throws where `text` is not JSON, nested deeper than `depthMax`, or ambiguous. */
export function scanJson(text: string, depthMax: number): void {
  new Scan(text, depthMax).run()
}

class Scan {
  readonly #text: string
  readonly #depthMax: number
  readonly #frames: Frame[] = []
  #at = 0

  constructor(text: string, depthMax: number) {
    this.#text = text
    this.#depthMax = depthMax
  }

  run(): void {
    do {
      this.#skipSpace()
    } while (this.#value() || this.#afterValue())
  }

  /** Reads one scalar or opens a container. True where another value comes at once: the first of a container. */
  #value(): boolean {
    const code = this.#text.charCodeAt(this.#at)
    if (code === quote) this.#string(this.#frames.length)
    else if (code === openBrace || code === openBracket) return this.#open(code === openBrace)
    else if (code === minus || isDigit(code)) this.#number()
    else this.#word()
    return false
  }

  #open(isObject: boolean): boolean {
    if (this.#frames.length >= this.#depthMax) {
      const field = this.#pointer(this.#frames.length)
      throw new HoldpointError('HP_JSON_DEPTH', { limit: this.#depthMax, field })
    }
    this.#at++
    this.#skipSpace()
    if (this.#text.charCodeAt(this.#at) === (isObject ? closeBrace : closeBracket)) {
      this.#at++
      return false
    }
    const frame: Frame = { keys: isObject ? new Set() : undefined, step: 0 }
    this.#frames.push(frame)
    if (frame.keys !== undefined) this.#key(frame, frame.keys)
    return true
  }

  /** Closes what ends behind a value. True where another value comes, false at the end of the text. */
  #afterValue(): boolean {
    for (;;) {
      this.#skipSpace()
      const frame = this.#frames.at(-1)
      if (frame === undefined) {
        if (this.#at < this.#text.length) this.#refuse('something after the value')
        return false
      }
      const { keys } = frame
      const code = this.#text.charCodeAt(this.#at)
      if (code === comma) {
        this.#at++
        this.#skipSpace()
        if (keys === undefined) frame.step = Number(frame.step) + 1
        else this.#key(frame, keys)
        return true
      }
      if (code !== (keys === undefined ? closeBracket : closeBrace)) {
        this.#refuse('neither a comma nor the end of the array or object')
      }
      this.#at++
      this.#frames.pop()
    }
  }

  #key(frame: Frame, keys: Set<string>): void {
    const parents = this.#frames.length - 1
    if (this.#text.charCodeAt(this.#at) !== quote) this.#refuse('no key in double quotes')
    const key = this.#string(parents)
    const fold = foldKey(key)
    if (keys.has(fold)) {
      throw new HoldpointError('HP_JSON_DUPLICATE_KEY', { field: this.#pointer(parents) })
    }
    keys.add(fold)
    frame.step = key
    this.#skipSpace()
    if (this.#text.charCodeAt(this.#at) !== colon) this.#refuse('no colon after a key')
    this.#at++
  }

  /** Reads a string; `depth` is how many frames lead to what an error must name. */
  #string(depth: number): string {
    const text = this.#text
    const start = this.#at + 1
    let at = start
    let isPlain = true
    let isEscaped = false
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === quote) break
      if (code === backslash) {
        isEscaped = true
        escapeGrammar.lastIndex = at
        if (!escapeGrammar.test(text)) this.#refuse('no such escape', at)
        at = escapeGrammar.lastIndex
        continue
      }
      // The end of the text is NaN here, which no comparison takes for a character.
      if (!(code >= 0x20)) this.#refuse('a control character, or the end, within a string', at)
      if (code > 0x7e) isPlain = false
      at++
    }
    this.#at = at + 1
    const raw = text.slice(start, at)
    if (isPlain && !isEscaped) return raw
    const string = isEscaped ? String(JSON.parse(`"${raw}"`)) : raw
    this.#checkCharacters(string, depth)
    return string
  }

  #checkCharacters(string: string, depth: number): void {
    if (!string.isWellFormed()) {
      throw new HoldpointError('HP_JSON_SURROGATE', { field: this.#pointer(depth) })
    }
    if (nonCharacter.test(string)) {
      throw new HoldpointError('HP_JSON_NONCHARACTER', { field: this.#pointer(depth) })
    }
  }

  #number(): void {
    numberGrammar.lastIndex = this.#at
    if (!numberGrammar.test(this.#text)) this.#refuse('not a number')
    const literal = this.#text.slice(this.#at, numberGrammar.lastIndex)
    if (!isExactNumber(literal)) {
      throw new HoldpointError('HP_JSON_NUMBER', { field: this.#pointer(this.#frames.length) })
    }
    this.#at = numberGrammar.lastIndex
  }

  #word(): void {
    const word = words.find((each) => this.#text.startsWith(each, this.#at))
    if (word === undefined) this.#refuse('no value where one must be')
    else this.#at += word.length
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code > 0x20) return
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at++
    }
  }

  #pointer(depth: number): string {
    return pointerOf(this.#frames.slice(0, depth).map((frame) => frame.step))
  }

  #refuse(rule: string, index = this.#at): never {
    const at = Buffer.byteLength(this.#text.slice(0, index))
    throw new HoldpointError('HP_JSON_SYNTAX', { at, rule })
  }
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine
}
