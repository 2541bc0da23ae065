/** From a key to what its value may be. Keys are split into words, so that `cardNumber`, `card_number` and `CARD-NUMBER` are one. */
import { DIGIT, is, LOWER, UPPER } from './chars.ts'
import { WordGate } from './hint-gate.ts'
import { type HintRule, hintRows } from './hint-table.ts'
import { nearGroups, type SecretRule } from './secret/rules.ts'
import type { EntityType } from './types.ts'

export interface Hint {
  readonly type: EntityType
  readonly rule: HintRule
  /** The words that said so, for the finding. */
  readonly words: string
  /** The part of the value that it is about, where that is known. */
  readonly part?: { readonly start: number; readonly end: number }
}

/** Longer keys are text, not names. */
const keyCharsMax = 64
const wordsMax = 4
/** Keys repeat; looking one up twice is waste, remembering all that strangers send is a leak. */
const memoryMax = 8192

const hints = new Map<string, Hint>()
const aloneHints = new Map<string, Hint>()
for (const row of hintRows) {
  for (const words of row.keys.split(',')) {
    const table = row.rule === 'alone' ? aloneHints : hints
    if (!table.has(words)) table.set(words, { type: row.type, rule: row.rule, words })
  }
}
const memory = new Map<string, KeySense>()

/** What a key says about its value. */
export interface KeySense {
  readonly hint: Hint | undefined
  /** Its numbers count, measure or order something. */
  readonly isCounter: boolean
  /** Shapes of tokens of the providers that the key names. */
  readonly providers?: readonly SecretRule[]
}
export const noSense: KeySense = { hint: undefined, isCounter: false }

/** `parent` helps keys that say little alone: `card: {number}`, `name: {first}`. */
export function senseOf(key: string, parent = ''): KeySense {
  if (key.length === 0 || key.length > keyCharsMax) return noSense
  // Nearly all are asked without a parent: their names need not be put together.
  const remembered = parent === '' ? key : `${parent}\u0000${key}`
  const known = memory.get(remembered)
  if (known !== undefined) return known
  const words = wordsOf(key)
  const hint = findHint(words, wordsOf(parent.slice(0, keyCharsMax)))
  const isCounter = hint === undefined && counterWords.has(words[words.length - 1] ?? '')
  const providers = hint === undefined && !isCounter ? providersIn(key) : []
  const sense =
    providers.length > 0
      ? { hint, isCounter, providers }
      : hint === undefined && !isCounter
        ? noSense
        : { hint, isCounter }
  if (memory.size >= memoryMax) memory.clear()
  memory.set(remembered, sense)
  return sense
}

function providersIn(key: string): readonly SecretRule[] {
  const text = key.toLowerCase()
  return nearGroups.flatMap(({ word, rules }) => (text.includes(word) ? rules : []))
}

export function hintOf(key: string, parent = ''): Hint | undefined {
  return senseOf(key, parent).hint
}

/** Words at a key's end that say how its value is written. */
const formWords = new Set(
  'numeric num raw value str string text plain digits masked hash primary secondary e164 international intl formatted normalized normalised display local national raw'.split(
    ' ',
  ),
)

function findHint(given: readonly string[], parent: readonly string[]): Hint | undefined {
  const words = bare(given)
  const direct = lookUp(given) ?? lookUp(words)
  if (direct !== undefined) return isPublished(direct, words) ? undefined : direct
  if (words.length !== 1) return endHint(words[words.length - 1] ?? '')
  if (parent.length > 0) {
    const joined = findHint([...parent.slice(-2), ...words], [])
    if (joined !== undefined) return joined
    if (partWords.has(words[0] ?? '')) return findHint(parent.slice(-2), [])
  }
  return aloneHints.get(words[0] ?? '') ?? endHint(words[0] ?? '')
}

/** `dbpassword`, `MYSQLPASS`: words that people write in one with another. Only such as end no other word. */
const wordEnds = [
  'password,passwd,passphrase,passwort,pwd,pswd,pass',
  'apikey,secretkey,accesskey,authtoken,accesstoken,clientsecret,secret',
].map((list) => list.split(','))
const notPass = /(?:by|com|tres|sur|over|under|encom|im|mountain)pass$/

function endHint(word: string): Hint | undefined {
  for (const [index, ends] of wordEnds.entries()) {
    const end = ends.find((each) => word.endsWith(each) && word.length > each.length)
    if (end === undefined || notPass.test(word)) continue
    return { type: index === 0 ? 'PASSWORD' : 'SECRET', rule: 'any', words: end }
  }
  return undefined
}

/** `public_token`, `publishable key`: made to be shown. */
function isPublished(hint: Hint, words: readonly string[]): boolean {
  return hint.type === 'SECRET' && words.some((word) => publicWords.has(word))
}
const publicWords = new Set(['public', 'publishable', 'pub', 'csrf', 'xsrf'])

/** The longest end of the key that the table knows. */
function lookUp(words: readonly string[]): Hint | undefined {
  for (let size = Math.min(wordsMax, words.length); size > 0; size--) {
    const hint = hints.get(words.slice(-size).join(' '))
    if (hint !== undefined) return hint
  }
  return undefined
}

/** `ssnNumeric`, `phone2`, `email_1`: the words that name the value. */
function bare(words: readonly string[]): readonly string[] {
  let end = words.length
  while (end > 1 && (formWords.has(words[end - 1] ?? '') || /^\d+$/.test(words[end - 1] ?? '')))
    end--
  const last = words[end - 1] ?? ''
  const name = last.replace(/\d{1,2}$/, '')
  if (end === words.length && name === last) return words
  return [...words.slice(0, end - 1), name === '' ? last : name]
}

/** Keys whose numbers count, measure or order something. */
const counterWords = new Set(
  (
    'ref reference gtin ean upc barcode isbn issn imei serial seq sequence etag ' +
    'version release firmware revision build sku order invoice tracking amount price total quantity qty count size length offset epoch timestamp ts time ' +
    'port lat lon latitude longitude duration balance sum rate percent score rank index line page bytes width height weight digest sha sha1 sha256 md5 commit etag'
  ).split(' '),
)

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

/** Every key that has a hint ends with one of these, or with a digit. */
const gate = new WordGate([
  ...[...hints.keys(), ...aloneHints.keys()].map((words) =>
    words.slice(words.lastIndexOf(' ') + 1),
  ),
  ...wordEnds.flat(),
  ...formWords,
])

/** False: `hintOf` knows no key that ends at `end`. Cheap. */
export function mayHint(text: string, end: number): boolean {
  return gate.mayEnd(text, end)
}

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
      (is(before, LOWER | DIGIT) || (is(before, UPPER) && is(key.charCodeAt(i + 1), LOWER)))
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
