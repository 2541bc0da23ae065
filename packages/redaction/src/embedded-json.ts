/** Reads JSON that stands inside a string, with the place of every value in that string, so that keys help there as they do outside. */
import { unescapeView } from './unescape.ts'
import type { View } from './view.ts'

/** Deeper nesting in a string is scanned as text only. */
const depthMax = 32

export interface EmbeddedValue {
  /** Where the value's characters stand, quotes excluded. */
  readonly start: number
  readonly end: number
  /** Its text, escapes undone, with origins inside [start, end). */
  readonly view: View
  readonly key: string
  readonly parentKey: string
  readonly kind: 'string' | 'number' | 'key'
}

/** Undefined when the text is not one JSON object or array. */
export function readEmbedded(text: string): EmbeddedValue[] | undefined {
  const head = text.trimStart().charAt(0)
  if (head !== '{' && head !== '[') return undefined
  return new Reader(text).read()
}

interface Level {
  readonly isObject: boolean
  readonly parentKey: string
  key: string
}

const literal = /(?:true|false|null)(?![A-Za-z0-9])|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const blank = /[ \t\r\n]*/y

class Reader {
  private readonly text: string
  private readonly values: EmbeddedValue[] = []
  private readonly levels: Level[] = []
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  /** A lenient reader: what matters is where values stand, not whether commas are right. */
  read(): EmbeddedValue[] | undefined {
    while (this.skipBlank() < this.text.length) {
      if (!this.step()) return undefined
    }
    return this.levels.length === 0 ? this.values : undefined
  }

  private step(): boolean {
    const char = this.text.charAt(this.at)
    const level = this.levels[this.levels.length - 1]
    if (char === '{' || char === '[') {
      if (this.levels.length >= depthMax) return false
      const key = level?.key ?? ''
      const isObject = char === '{'
      const parentKey = isObject ? key : (level?.parentKey ?? '')
      this.levels.push({ isObject, parentKey, key: isObject ? '' : key })
      this.at++
      return true
    }
    if (level === undefined) return false
    if (char === '}' || char === ']') {
      this.levels.pop()
      this.at++
      return true
    }
    if (char === ',' || char === ':') {
      this.at++
      return true
    }
    return char === '"' ? this.string(level) : this.literal(level)
  }

  private string(level: Level): boolean {
    const start = this.at + 1
    let end = start
    while (end < this.text.length && this.text.charAt(end) !== '"')
      end += this.text.charAt(end) === '\\' ? 2 : 1
    if (end >= this.text.length) return false
    this.at = end + 1
    const raw = this.text.slice(start, end)
    const view = unescapeView({ text: raw }) ?? { text: raw }
    const isKey = level.isObject && this.text.charAt(this.skipBlank()) === ':'
    if (isKey) level.key = view.text
    this.add(level, start, end, view, isKey ? 'key' : 'string')
    return true
  }

  private literal(level: Level): boolean {
    literal.lastIndex = this.at
    const match = literal.exec(this.text)
    if (match === null) return false
    const start = this.at
    this.at += match[0].length
    if (/^[-\d]/.test(match[0])) this.add(level, start, this.at, { text: match[0] }, 'number')
    return true
  }

  private add(
    level: Level,
    start: number,
    end: number,
    view: View,
    kind: EmbeddedValue['kind'],
  ): void {
    const { key, parentKey } = level
    this.values.push({ start, end, view, key, parentKey, kind })
  }

  private skipBlank(): number {
    blank.lastIndex = this.at
    this.at += blank.exec(this.text)?.[0].length ?? 0
    return this.at
  }
}
