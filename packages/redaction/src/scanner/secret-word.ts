/** Random values behind a name with a secret word anywhere in it: `x-acme-key-2 = "…"`, `credsForImport: …`. Where the name ends in the word, any value counts (assignment.ts). */
import { ALNUM, BASE64, DASH, DIGIT, DOT, is, LETTER, skip } from '../chars.ts'
import { entropy } from '../secret/entropy.ts'
import { isFiller } from '../secret/filler.ts'
import type { Sheet } from '../sheet.ts'

export const secretWords: readonly string[] = [
  'key',
  'secret',
  'token',
  'passw',
  'credential',
  'creds',
  'access',
  'auth',
]
/** Words that promise a secret by themselves; `key` and `access` promise many things. */
const plainWords: ReadonlySet<string> = new Set(['secret', 'token', 'passw', 'credential', 'creds'])
const nameCharsMax = 50
const signCharsMax = 10
const valueCharsMax = 256
const valueCharsMin = { plain: 10, other: 16 } as const
/** Bits per character, of what the length allows. */
const entropyShare = 0.72
/** Changes between letters and digits: names of things have one or two. */
const changesMin = 3
const base = 0.75
const valueClasses = ALNUM | DASH | DOT | BASE64
const notSecret =
  /(?:id|ids|name|path|file|dir|url|uri|arn|type|size|count|length|version|hash|digest|sha\d*|md5|etag|fingerprint|thumbprint|alias|label|cache|sort|partition|foreign|primary|object|idempotency|public|press(?:ed)?|accessors?|or|code|up|down|board|word|author|authority|expir\w*|ttl|at|time|date)[_.\-"'\s\d]*$/i

/** `start` and `end` enclose the word. */
export function scanSecretWord(sheet: Sheet, word: string, start: number, end: number): void {
  const { text } = sheet
  const nameEnd = skip(text, end, ALNUM | DASH | DOT, nameCharsMax)
  const from = behindSigns(text, nameEnd)
  sheet.work += nameEnd - end + signCharsMax
  if (from < 0 || from < sheet.assignedUntil) return
  if (
    notSecret.test(text.slice(start, nameEnd)) ||
    notSecret.test(text.slice(Math.max(0, start - 16), start))
  )
    return
  const to = skip(text, from, valueClasses, valueCharsMax)
  sheet.work += to - from
  const min = plainWords.has(word) ? valueCharsMin.plain : valueCharsMin.other
  if (to - from < min || !isRandom(text.slice(from, to))) return
  sheet.addFirm('SECRET', from, to, base, `random/${word}`)
}

/** Where the value begins behind quotes, spaces and at least one sign that assigns; -1 without. */
function behindSigns(text: string, at: number): number {
  let i = at
  let assigns = false
  for (; i - at < signCharsMax && i < text.length; i++) {
    const char = text.charAt(i)
    if ('=:|,'.includes(char) || (char === '>' && i > at)) assigns = true
    else if (!' \t"\'`?\\>{'.includes(char)) break
  }
  return assigns ? i : -1
}

/** Neither words nor a number nor a path nor a hash that anybody may see. */
function isRandom(value: string): boolean {
  if (value.includes('/') && /(?:^|\/)[a-z.-]{3,}(?:\/|$)/i.test(value)) return false
  let changes = 0
  for (let i = 1; i < value.length; i++) {
    const before = is(value.charCodeAt(i - 1), DIGIT)
    const digit = is(value.charCodeAt(i), DIGIT)
    if (before !== digit && (before || digit) && (is(value.charCodeAt(i), LETTER) || digit))
      changes++
  }
  if (changes < changesMin || /^[\d.,:-]+$/.test(value)) return false
  if (/(?:^|[^\d])\d+\.\d+\.\d+$/.test(value)) return false
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value) || /^\d{4}-\d\d-\d\d/.test(value)) return false
  return entropy(value) >= entropyShare * Math.log2(Math.min(value.length, 64)) && !isFiller(value)
}
