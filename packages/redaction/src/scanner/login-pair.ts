/** A password beside the mailbox it belongs to, as lists of logins have it: `ida@acme.example:Maple91!`, `ida@acme.example / Maple91!`. */
import { ALNUM, DASH, DOT, skip } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

const domainCharsMax = 253
const passwordCharsMax = 64
const base = 0.7
const beside = /[:|;](?=\S)|\s(?:[/|]|-{1,2})\s|\s?[,;|]\s?(?=pw|pass)/y
const label = /(?:pw|pass|password|passwd|pwd)\s?[:=]?\s?/iy
/** Paths, file names, times, numbers, other mailboxes. */
const other = /[/\\@]|\.[a-z]{2,4}$|^[\d.,:-]+$|^\d{1,4}[-:.]\d|^[a-z]+:/i

/** `at` is the `@` of a mailbox. */
export function scanLoginPair(sheet: Sheet, at: number): void {
  const { text } = sheet
  const domainEnd = skip(text, at + 1, ALNUM | DASH | DOT, domainCharsMax)
  if (domainEnd - at < 4 || !text.slice(at, domainEnd).includes('.')) return
  const behind = sticky(beside, text, domainEnd)
  if (behind < 0) return
  const labelled = sticky(label, text, behind)
  const from = labelled < 0 ? behind : labelled
  let to = from
  const limit = Math.min(text.length, from + passwordCharsMax)
  while (to < limit && !' \t\r\n"\'<>,;'.includes(text.charAt(to))) to++
  if (text.charAt(to - 1) === '.') to--
  sheet.work += to - at
  const word = text.slice(from, to)
  if (other.test(word) || !isPassword(word)) return
  sheet.addFirm('PASSWORD', from, to, base, 'login-pair')
}

/** Six characters of three kinds, or of two with a sign that words do not have. */
function isPassword(word: string): boolean {
  if (word.length < 6) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[!#$%^&*?+=~_]/].filter((kind) => kind.test(word)).length
  return kinds >= 3 || (kinds === 2 && /[!#$%^&*?+=~]/.test(word))
}

function sticky(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}
