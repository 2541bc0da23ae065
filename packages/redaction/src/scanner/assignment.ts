/** Keys inside texts: `password=…`, `"api_key": "…"`, `Authorization: …`, `--token …`, in logs, headers, queries, YAML, JSON and command lines alike. */
import { ALNUM, DASH, is } from '../chars.ts'
import { type Hint, hintOf, mayHint } from '../hint.ts'
import { WordGate } from '../hint-gate.ts'
import { isStopFor } from '../secret/stop-value.ts'
import type { Sheet } from '../sheet.ts'
import { isCredential } from '../types.ts'
import { wholeValue } from '../whole-value.ts'
import { credentialIn, readValue } from './assigned-value.ts'
import { isLabelled, readShaped } from './value-shape.ts'

const keyCharsMax = 64
const keyWordsMax = 3
/** How far behind a key a value of another type may begin and still be meant. */
const hintReachMax = 80
const nameWords = /^\p{Lu}[\p{L}\p{M}'’-]{0,30}\.?(?: \p{Lu}[\p{L}\p{M}'’-]{0,30}\.?){0,3}/u
const idWords = /^(?:[A-Za-z]{1,3} )?[^\s\d]{0,6}\d\S{0,40}(?: [^\s\d]{0,2}\d\S{0,20}){0,6}/
const attributeReach = 96
const typeWords = new Set(['string', 'str', 'text', 'varchar', 'char', 'any', 'optional'])
const types = new WordGate(typeWords)
const oneWord = /^\S{1,64}/
const quoted = 0.9
const plain = 0.8

/** `at` is a `=` or `:`. */
export function scanAssignment(sheet: Sheet, at: number): void {
  if (at < sheet.assignedUntil) return
  const key = keyBefore(sheet, at) ?? attributeBefore(sheet, at)
  if (key === undefined) return
  judgeValue(sheet, key, valueStart(sheet.text, at), sheet.text.charAt(at) === ':')
}

/** `at` is behind the `--` of an option; its value follows a space or an equals sign (which the other trigger sees). */
export function scanOption(sheet: Sheet, at: number): void {
  const { text } = sheet
  // Of many dashes the last two are those of an option.
  if (text.charAt(at) === '-') return
  let end = at
  while (end < text.length && end - at < keyCharsMax && is(text.charCodeAt(end), ALNUM | DASH))
    end++
  sheet.work += end - at
  if (end === at || text.charAt(end) !== ' ') return
  const hint = hintOf(text.slice(at, end))
  if (hint !== undefined && isCredential(hint.type)) judgeValue(sheet, hint, end + 1, false)
}

/** `<add key="Password" value="…"/>`: the name of a value is another attribute's. */
function attributeBefore(sheet: Sheet, at: number): Hint | undefined {
  const { text } = sheet
  if (text.charCodeAt(at) !== 0x3d || !endsInE(text, at)) return undefined
  if (!/\bvalue\s?$/i.test(text.slice(Math.max(0, at - 7), at))) return undefined
  sheet.work += attributeReach
  const before = text.slice(Math.max(0, at - attributeReach), at)
  const name = /\b(?:key|name|id)\s?=\s?["']([\w.-]{1,64})["']\s{0,8}value\s?$/i.exec(before)
  return name === null ? undefined : hintOf(name[1] ?? '')
}

/** Right before `at`, or a blank further. */
function endsInE(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) | 32) === 0x65 || (text.charCodeAt(at - 2) | 32) === 0x65
}

/** Reads up to three words to the left and asks for the longest of them that is a key. */
function keyBefore(sheet: Sheet, at: number): Hint | undefined {
  const { text } = sheet
  let end = at
  while (end > 0 && at - end < 6 && ' "\'`\\]*!?=:|+<>~)'.includes(text.charAt(end - 1))) end--
  end = beforeType(text, end)
  sheet.work += at - end + 1
  if (!mayHint(text, end)) return undefined
  let start = end
  let key = ''
  for (let word = 0; word < keyWordsMax && end - start < keyCharsMax; word++) {
    const from = wordStart(text, start)
    if (from === start) break
    key = text.slice(from, end)
    start = from
    if (text.charAt(start - 1) !== ' ') break
    start--
  }
  sheet.work += at - start
  // `password 2031-03-24 12:10`: a number is the name of nothing.
  if (key === '' || /(?:^|\s)\d+$/.test(key)) return undefined
  const hint = hintOf(key)
  if (hint !== undefined || !key.includes(' ')) return hint
  // `login master pw: …`: the words before may be no part of the key.
  const last = hintOf(key.slice(key.lastIndexOf(' ') + 1))
  return last !== undefined && isCredential(last.type) ? last : undefined
}

/** `password: String = "…"`, `const char* password =`: behind a type the name it is the type of. */
function beforeType(text: string, end: number): number {
  if (!types.mayEnd(text, end)) return end
  const start = wordStart(text, end)
  if (end - start > 8 || !typeWords.has(text.slice(start, end).toLowerCase())) return end
  let i = start
  while (i > 0 && start - i < 3 && text.charAt(i - 1) === ' ') i--
  return text.charAt(i - 1) === ':' ? i - 1 : end
}

function wordStart(text: string, end: number): number {
  let i = end
  while (i > 0 && end - i < keyCharsMax && isKeyCode(text.charCodeAt(i - 1))) i--
  return i
}

function isKeyCode(code: number): boolean {
  return (
    is(code, ALNUM | DASH) || (code >= 128 && code !== 0x27e6 && code !== 0x27e7 && code > 0xbf)
  )
}

/** Behind `=`, `:`, `:=`, `=>` and spaces. */
function valueStart(text: string, at: number): number {
  let i = at + 1
  while (i < text.length && i - at < 4 && '=>'.includes(text.charAt(i))) i++
  while (i < text.length && i - at < 8 && ' \t'.includes(text.charAt(i))) i++
  return i
}

function judgeValue(sheet: Sheet, hint: Hint, from: number, isColon: boolean): void {
  const { text } = sheet
  const value = readValue(text, from)
  sheet.work += value.end - from
  if (value.end <= value.start) return
  const body = text.slice(value.start, value.end)
  if (!isCredential(hint.type)) {
    sheet.hints.push({ start: from, end: hintEnd(text, from), type: hint.type })
    const length = value.isQuoted ? body.length : leadLength(body, hint)
    if (wholeValue(body.slice(0, length), hint) === undefined) return
    sheet.add(hint.type, value.start, value.start + length, plain, `assigned/${hint.words}`)
    return
  }
  const secret = credentialIn(text, from, value, hint)
  sheet.work += secret.end - secret.start
  const held = text.slice(secret.start, secret.end)
  // `tokens: 512` counts them.
  if (hint.rule === 'text' && /^\d+$/.test(held)) return
  if (
    isStopFor(hint.type, held, value.isQuoted) ||
    (isColon && !value.isQuoted && isProse(held, hint))
  )
    return
  const score = value.isQuoted ? quoted : plain
  sheet.addFirm(hint.type, secret.start, secret.end, score, `assigned/${hint.words}`)
  sheet.assignedUntil = secret.end
}

/** The next pair of a query, record or line has a key of its own. */
function hintEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + hintReachMax)
  let i = from
  while (i < limit && !'&;|'.includes(text.charAt(i)) && (i === from || text.charAt(i) !== '\n'))
    i++
  return i
}

/** How much of an unquoted text after a key is its value: a name's capitalised words, an id's words with digits, else one word. */
function leadLength(body: string, hint: Hint): number {
  const shaped = isLabelled(hint.type) ? readShaped(hint.type, body, 0) : 0
  if (shaped > 0) return shaped
  const words = hint.type === 'PERSON' ? nameWords : hint.rule === 'shaped' ? idWords : oneWord
  // Addresses of both kinds have no end that can be told; the e-mail scanner knows its own.
  const isOpen = hint.type === 'ADDRESS' || hint.type === 'EMAIL'
  return isOpen ? 0 : (words.exec(body)?.[0].length ?? 0)
}

/** `token: please rotate it`: a word of a sentence behind a colon. A password may be a word. */
function isProse(value: string, hint: Hint): boolean {
  return (
    hint.type !== 'PASSWORD' && /^[\p{L}.,'’-]{1,15}$/u.test(value) && !/\p{Ll}\p{Lu}/u.test(value)
  )
}
