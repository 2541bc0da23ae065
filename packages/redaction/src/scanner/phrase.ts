/** Credentials behind words instead of a sign: `Bearer eyJ…`, `the password is hunter2`, `IDENTIFIED BY 'x'`, `mot de passe : …`, `비밀번호는 …`. */
import { ALNUM, is, SPACE } from '../chars.ts'
import { entropy } from '../secret/entropy.ts'
import { isFiller } from '../secret/filler.ts'
import { isStopFor } from '../secret/stop-value.ts'
import type { Sheet } from '../sheet.ts'
import type { EntityType } from '../types.ts'

/** What an unquoted word must be: `long` enough for a token; `random`; with a digit or sign inside (`varied`); `any`. */
type Unless = 'long' | 'random' | 'varied' | 'any'

export interface Phrase {
  /** Lower case; what stands behind it is judged here. */
  readonly text: string
  readonly type: EntityType
  readonly unless: Unless
  /** How the word goes on where the automaton's alphabet ends. */
  readonly rest?: string
}

const passwordWords =
  'password,passwd,passcode,passphrase,pass phrase,passwort,kennwort,mot de passe,senha,wachtwoord,salasana,adgangskode,passord,parola,heslo,jelszo,parol,sandi,kata sandi'
const secretWords =
  'api key,apikey,api-key,api_key,secret key,secret_key,access key,access_key,client secret,client_secret,auth token,access token,access_token,token,secret'

export const phrases: readonly Phrase[] = [
  { text: 'bearer', type: 'SECRET', unless: 'long' },
  ...['identified by', 'identified by password', 'securestring', 'asplaintext'].map(
    (text) => ({ text, type: 'PASSWORD', unless: 'any' }) as const,
  ),
  ...passwordWords
    .split(',')
    .map((text) => ({ text, type: 'PASSWORD', unless: 'varied' }) as const),
  { text: 'contrase', rest: 'ña', type: 'PASSWORD', unless: 'varied' },
  { text: 'has', rest: 'ło', type: 'PASSWORD', unless: 'varied' },
  ...secretWords.split(',').map((text) => ({ text, type: 'SECRET', unless: 'random' }) as const),
]

/** Words of scripts that are not in the automaton's alphabet. */
const foreignWords =
  'пароль,пароля,密码,密碼,口令,パスワード,暗証番号,비밀번호,비번,암호,패스워드,รหัสผ่าน,סיסמה,הסיסמה,كلمة المرور,كلمة السر,पासवर्ड,κωδικός,συνθηματικό'.split(
    ',',
  )
const foreignByStart = new Map<number, string[]>()
for (const word of foreignWords) {
  for (const text of [word, word.charAt(0).toUpperCase() + word.slice(1)]) {
    const row = foreignByStart.get(text.charCodeAt(0)) ?? []
    if (!row.includes(text)) row.push(text)
    foreignByStart.set(text.charCodeAt(0), row)
  }
}

const tokenCharsMax = 4096
/** Behind a quote: passwords and tokens that stand in quotes are no longer. */
const quotedCharsMax = 512
/** Whether a word is a secret shows in so much of it. */
const judgedCharsMax = 256
/** What ends a word. */
const ends = new Uint8Array(128)
for (const char of ' \t\r\n,;"\'`<>)}]\\') ends[char.charCodeAt(0)] = 1
/** Shorter words behind `bearer` are prose: "bearer of bad news". */
const longCharsMin = 16
const variedCharsMin = 6
const randomCharsMin = 12
const randomEntropyMin = 3
const bridgeCharsMax = 64
const base = 0.85
/** `for the admin`, `de Ida`: whose it is. */
const owner =
  /\s(?:for|of|to|on|in|für|von|de|del|di|du|pour|para|da|do|voor|dla|för|til)\s[\w.@/-]{1,32}/y
const ownerWord = /\s[\w.@/-]{1,32}/y
const ownerWordsMax = 4
/** `public_token`, `csrf token`: made to be shown, or worth nothing alone. */
const published = /(?:public|publishable|csrf|xsrf|next|page|sync|cancel\w*)[_. -]?$/i
const copula =
  /\s*(?:(?:is|was|are|will be|is now|now|set to|changed to|reset to|ist|lautet|war|est|es|era|é|è|to|jest|brzmi|är|er|on|je|это|는|은|이|가|は|是|为|為|คือ|είναι|הוא|היא|هي|है)(?=[\s:"'`“„«»「]|$)|(?:는|은|이|가|は|是|为|為|คือ))\s*(?:now\s)?[:=]?\s*/y
const sign = /[ \t]*(?::=|=>|->|→|[:=：＝–—-])\s{0,4}/y
const space = /[ \t]{1,4}/y
const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“',
  '‘': '’',
  '«': '»',
  '「': '」',
}

/** `start` and `end` enclose the phrase. */
export function scanPhrase(sheet: Sheet, phrase: Phrase, start: number, end: number): void {
  const { text } = sheet
  const { rest = '' } = phrase
  if (is(text.charCodeAt(start - 1), ALNUM)) return
  if (rest !== '' && !text.startsWith(rest, end)) return
  if (phrase.type === 'SECRET' && published.test(text.slice(Math.max(0, start - 12), start))) return
  const isOption = text.charAt(start - 1) === '-' && is(text.charCodeAt(start - 2), SPACE)
  judge(sheet, phrase, end + rest.length, isOption)
}

/** `at` is a unit beyond Latin. */
export function scanForeignPhrase(sheet: Sheet, at: number): void {
  const row = foreignByStart.get(sheet.text.charCodeAt(at))
  const word = row?.find((each) => sheet.text.startsWith(each, at))
  if (word === undefined) return
  judge(sheet, { text: word, type: 'PASSWORD', unless: 'varied' }, at + word.length, false)
}

function judge(sheet: Sheet, phrase: Phrase, wordEnd: number, isOption: boolean): void {
  const { text } = sheet
  if (wordEnd < sheet.assignedUntil) return
  const unless = isOption && phrase.type === 'PASSWORD' ? 'any' : phrase.unless
  sheet.work += bridgeCharsMax >> 2
  const said = saidAt(text, wordEnd)
  if (said !== undefined && addValue(sheet, phrase, said, unless, true)) return
  for (const at of behindOwner(text, wordEnd)) if (addValue(sheet, phrase, at, unless, true)) return
  const plain = match(space, text, wordEnd)
  if (plain !== undefined) addValue(sheet, phrase, plain, unless, false)
}

function saidAt(text: string, at: number): number | undefined {
  return match(copula, text, at) ?? match(sign, text, at)
}

/** `password for the ftp box is …`: the places behind a few words that say whose it is. */
function behindOwner(text: string, wordEnd: number): number[] {
  const places: number[] = []
  let at = match(owner, text, wordEnd)
  for (let words = 0; at !== undefined && words < ownerWordsMax; words++) {
    const said = saidAt(text, at)
    if (said !== undefined) places.push(said)
    at = match(ownerWord, text, at)
  }
  return places
}

function addValue(
  sheet: Sheet,
  phrase: Phrase,
  at: number,
  unless: Unless,
  isSaid: boolean,
): boolean {
  const { text } = sheet
  const back = text.charAt(at) === '\\' ? 1 : 0
  const close = quotes[text.charAt(at + back)]
  const from = close === undefined ? at : at + back + 1
  const to = close === undefined ? wordEndOf(sheet, from) : closing(sheet, from, close, back)
  const word = text.slice(from, Math.min(to, from + judgedCharsMax))
  sheet.work += word.length
  const isQuoted = close !== undefined
  if (to <= from || isStopFor(phrase.type, word, isQuoted)) return false
  if (isProse(word, unless, isSaid, isQuoted)) return false
  sheet.addFirm(phrase.type, from, to, base, `phrase/${phrase.text}`)
  return true
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

function isProse(word: string, unless: Unless, isSaid: boolean, isQuoted: boolean): boolean {
  switch (unless) {
    case 'any':
      return !isQuoted && /^[-(]|^$/.test(word)
    case 'long':
      return word.length < longCharsMin
    case 'random':
      return word.length < randomCharsMin || !/\d/.test(word) || !isRandom(word)
    case 'varied':
      if (isQuoted) return /\s.*\s.*\s/.test(word)
      if (isSaid) return /^\p{Lu}?[\p{Ll}\p{Lo}\p{M}'’-]+[.!?]*$/u.test(word) || word.length < 3
      return (
        word.length < variedCharsMin ||
        /^[\p{L}\p{M}]+(?:[-'’/][\p{L}\p{M}]+)*[.!?:]*$/u.test(word) ||
        /^[\d.,:/-]+$/.test(word)
      )
  }
}

function isRandom(word: string): boolean {
  return /^[\w.+/=~-]+$/.test(word) && entropy(word) >= randomEntropyMin && !isFiller(word)
}

function closing(sheet: Sheet, from: number, close: string, back: number): number {
  const { text } = sheet
  const limit = Math.min(text.length, from + quotedCharsMax)
  const sign = close.charCodeAt(0)
  let i = from
  for (; i < limit; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x0a) break
    if (code !== sign || (back === 1 && text.charCodeAt(i - 1) !== 0x5c)) continue
    sheet.work += i - from
    return i - back
  }
  sheet.work += i - from
  return wordEndOf(sheet, from)
}

/** Where a word without spaces ends. Many phrases may stand in one word; it is read once. */
function wordEndOf(sheet: Sheet, from: number): number {
  const { text } = sheet
  let i = from
  if (from >= sheet.spokenFrom && from < sheet.spokenUntil) i = sheet.spokenUntil
  else {
    const limit = Math.min(text.length, from + tokenCharsMax)
    while (i < limit && !isEnd(text.charCodeAt(i))) i++
    sheet.work += i - from
    sheet.spokenFrom = from
    sheet.spokenUntil = i
  }
  // The end of a sentence; other signs may well be the secret's last.
  if (i > from && '.。'.includes(text.charAt(i - 1))) i--
  return i
}

function isEnd(code: number): boolean {
  return code < 128 && ends[code] === 1
}
