/** From a key to what its value may be. Keys are split into words, so that `cardNumber`, `card_number` and `CARD-NUMBER` are one. */
import { DIGIT, is, LOWER, UPPER } from './chars.ts'
import { type HintRule, hintRows } from './hint-table.ts'
import type { EntityType } from './types.ts'

export interface Hint {
  readonly type: EntityType
  readonly rule: HintRule
  /** The words that said so, for the finding. */
  readonly words: string
}

/** Longer keys are text, not names. */
const keyCharsMax = 64
const wordsMax = 4
/** Keys repeat; looking one up twice is waste, remembering all that strangers send is a leak. */
const memoryMax = 2048

const hints = new Map<string, Hint>()
const aloneHints = new Map<string, Hint>()
for (const row of hintRows) {
  for (const words of row.keys.split(',')) {
    const table = row.rule === 'alone' ? aloneHints : hints
    if (!table.has(words)) table.set(words, { type: row.type, rule: row.rule, words })
  }
}
const memory = new Map<string, Hint | undefined>()

/** What the key says, if anything. `parent` helps keys that say little alone: `card: {number}`, `name: {first}`. */
export function hintOf(key: string, parent = ''): Hint | undefined {
  if (key.length === 0 || key.length > keyCharsMax) return undefined
  const remembered = `${parent}\u0000${key}`
  if (memory.has(remembered)) return memory.get(remembered)
  const hint = findHint(wordsOf(key), wordsOf(parent.slice(0, keyCharsMax)))
  if (memory.size >= memoryMax) memory.clear()
  memory.set(remembered, hint)
  return hint
}

function findHint(words: readonly string[], parent: readonly string[]): Hint | undefined {
  for (let size = Math.min(wordsMax, words.length); size > 0; size--) {
    const hint = hints.get(words.slice(-size).join(' '))
    if (hint !== undefined) return hint
  }
  if (words.length !== 1) return undefined
  if (parent.length > 0) {
    const joined = findHint([...parent.slice(-2), ...words], [])
    if (joined !== undefined) return joined
    if (partWords.has(words[0] ?? '')) return findHint(parent.slice(-2), [])
  }
  return aloneHints.get(words[0] ?? '')
}

/** Keys that only say: the thing named by the key above. */
const partWords = new Set([
  'value',
  'number',
  'no',
  'raw',
  'text',
  'first',
  'last',
  'middle',
  'full',
])

/** Lower-case words of a key; digits stay with the word before them. */
export function wordsOf(key: string): string[] {
  const words: string[] = []
  let word = ''
  let before = 0
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i)
    const isPart = is(code, LOWER | UPPER | DIGIT) || code >= 128
    const startsWord =
      is(code, UPPER) &&
      (is(before, LOWER) || (is(before, UPPER) && is(key.charCodeAt(i + 1), LOWER)))
    if ((!isPart || startsWord) && word !== '') {
      words.push(word)
      word = ''
    }
    if (isPart) word += key.charAt(i)
    before = code
  }
  if (word !== '') words.push(word)
  return words.map((each) => each.toLowerCase())
}
