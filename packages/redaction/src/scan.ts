/** The one loop over a text: an automaton for keywords and a table of trigger characters; each trigger calls a scanner with a bounded reach. */
import { buildAutomaton, rowBits } from './automaton.ts'
import { DIGIT, is, isWord } from './chars.ts'
import { type ContextWord, contextWords } from './context.ts'
import { spelledWords } from './reading/spelled.ts'
import { scanAssignment, scanOption } from './scanner/assignment.ts'
import { scanCommand } from './scanner/command.ts'
import { bech32Heads, scanBech32 } from './scanner/crypto-address.ts'
import { scanDottedToken } from './scanner/dotted-token.ts'
import { scanElement } from './scanner/element.ts'
import { scanEmail } from './scanner/email.ts'
import { foreignFrom, scanForeignWord } from './scanner/foreign-word.ts'
import { scanIban } from './scanner/iban.ts'
import { scanIpv6 } from './scanner/ipv6.ts'
import { scanJwt, scanJwtPayload } from './scanner/jwt.ts'
import { scanJwk, scanPgpass, scanPutty, scanSsh2 } from './scanner/key-file.ts'
import { scanLabels } from './scanner/label.ts'
import { scanLoginPair } from './scanner/login-pair.ts'
import { scanManifest } from './scanner/manifest.ts'
import { scanNumber } from './scanner/number.ts'
import { scanPem } from './scanner/pem.ts'
import { phrases, scanForeignPhrase, scanPhrase } from './scanner/phrase.ts'
import { skipPlainDigits } from './scanner/plain-digits.ts'
import { scanNear, scanSecret } from './scanner/secret.ts'
import { scanSecretWord, secretWords } from './scanner/secret-word.ts'
import { scanUrl } from './scanner/url.ts'
import { programs } from './secret/command.ts'
import { markRules, nearGroups, type SecretRule } from './secret/rules.ts'
import { Sheet } from './sheet.ts'

/** What a keyword stands for. `start` is its first character, `end` the position behind it. Scanners answer how far everything is known now, or 0. */
type Keyword =
  | { readonly kind: 'context'; readonly text: string; readonly word: ContextWord }
  | { readonly kind: 'secret'; readonly text: string; readonly rule: SecretRule }
  | {
      readonly kind: 'scanner'
      readonly text: string
      readonly scan: (sheet: Sheet, start: number, end: number) => number
    }

const scanner = (
  text: string,
  scan: (sheet: Sheet, start: number, end: number) => number,
): Keyword => ({ kind: 'scanner', text, scan })

/** Looks around the keyword, and leaves the rest of the text to others. */
const looker = (text: string, look: (sheet: Sheet, start: number, end: number) => void): Keyword =>
  scanner(text, (sheet, start, end) => {
    look(sheet, start, end)
    return 0
  })

const keywords: readonly Keyword[] = [
  ...contextWords.map((word): Keyword => ({ kind: 'context', text: word.word, word })),
  ...markRules.map((rule): Keyword => ({ kind: 'secret', text: rule.keywords[0] ?? '', rule })),
  ...nearGroups.map((group) =>
    looker(group.word, (sheet, start, end) => scanNear(sheet, group, start, end)),
  ),
  scanner('eyj', (sheet, start) => scanJwt(sheet, start)),
  scanner('.ey', (sheet, start) => scanJwtPayload(sheet, start)),
  scanner('private-lines', (sheet, _start, end) => scanPutty(sheet, end)),
  scanner('---- begin ssh2', (sheet, start) => scanSsh2(sheet, start)),
  ...[':5432:', ':5433:', ':6432:'].map((port) =>
    looker(port, (sheet, _start, end) => scanPgpass(sheet, end)),
  ),
  looker('"kty', (sheet, start) => scanJwk(sheet, start)),
  scanner('-----begin', (sheet, start) => scanPem(sheet, start)),
  looker('://', (sheet, _start, end) => scanUrl(sheet, end)),
  looker('</', (sheet, start, end) => scanElement(sheet, start, end)),
  looker('--', (sheet, _start, end) => scanOption(sheet, end)),
  ...bech32Heads.map((head) => scanner(head, (sheet, start) => scanBech32(sheet, start))),
  ...secretWords.map((word) =>
    looker(word, (sheet, start, end) => scanSecretWord(sheet, word, start, end)),
  ),
  ...['kind: secret', 'kind: "secret"'].map((text) =>
    looker(text, (sheet, start) => scanManifest(sheet, start)),
  ),
  ...programs.map((program) =>
    looker(program, (sheet, start, end) => scanCommand(sheet, program, start, end)),
  ),
  ...spelledWords.map((word) => looker(word, countSpelled)),
  ...phrases.map((phrase) =>
    looker(phrase.text, (sheet, start, end) => scanPhrase(sheet, phrase, start, end)),
  ),
]
/** Another reading of the text is worth trying. */
function countSpelled(sheet: Sheet, start: number, end: number): void {
  if (isWhole(sheet.text, start, end)) sheet.spelled++
}

const { next, symbolOf, firstHit, outputs } = buildAutomaton(keywords.map(({ text }) => text))

const AT = 1
const DIGIT_TRIGGER = 2
const ASSIGN = 3
const DOT_TRIGGER = 4
const triggers = new Uint8Array(128)
triggers[0x40] = AT
triggers[0x2e] = DOT_TRIGGER
triggers[0x3d] = ASSIGN
const colon = 0x3a
triggers[colon] = ASSIGN
for (let code = 0x30; code <= 0x39; code++) triggers[code] = DIGIT_TRIGGER

export function scan(text: string): Sheet {
  const sheet = new Sheet(text)
  let state = 0
  let numberFrom = 0
  let secretFrom = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    state = next[(state << rowBits) | (symbolOf[code] ?? 0)] ?? 0
    if (state >= firstHit) secretFrom = onKeywords(sheet, outputs[state] ?? [], i + 1, secretFrom)
    if (code >= 128) {
      if (code >= foreignFrom) {
        scanForeignWord(sheet, i)
        scanForeignPhrase(sheet, i)
      }
      continue
    }
    switch (triggers[code]) {
      case AT:
        scanEmail(sheet, i)
        scanLoginPair(sheet, i)
        break
      case ASSIGN:
        if (!isClock(text, i)) scanAssignment(sheet, i)
        if (code === colon && i >= numberFrom) numberFrom = Math.max(numberFrom, scanIpv6(sheet, i))
        break
      case DOT_TRIGGER:
        scanDottedToken(sheet, i)
        break
      case DIGIT_TRIGGER:
        if (i < numberFrom) break
        numberFrom = skipPlainDigits(text, i)
        if (numberFrom === i) numberFrom = scanIban(sheet, i)
        if (numberFrom === i) numberFrom = scanNumber(sheet, i)
        break
    }
  }
  scanLabels(sheet)
  sheet.work += text.length
  return sheet
}

/** Nothing is looked for inside a secret that is known already. */
function onKeywords(sheet: Sheet, found: readonly number[], end: number, from: number): number {
  let until = from
  for (const index of found) {
    const keyword = keywords[index]
    if (keyword === undefined) continue
    const start = end - keyword.text.length
    if (keyword.kind === 'context') {
      if (isWhole(sheet.text, start, end)) addContext(sheet, keyword.word, start, end)
    } else if (start >= until) {
      until = Math.max(
        until,
        keyword.kind === 'secret'
          ? scanSecret(sheet, keyword.rule, start, end)
          : keyword.scan(sheet, start, end),
      )
    }
  }
  return until
}

function addContext(sheet: Sheet, word: ContextWord, start: number, end: number): void {
  const { meaning, isLabel, isCapital, isPaired } = word
  if (isCapital && sheet.text.slice(start, end) !== word.word.toUpperCase()) return
  sheet.addContext({ start, end, meaning, isLabel, isCapital, isPaired })
}

/** The colon of a time assigns nothing. */
function isClock(text: string, at: number): boolean {
  return (
    is(text.charCodeAt(at - 2), DIGIT) &&
    is(text.charCodeAt(at - 1), DIGIT) &&
    is(text.charCodeAt(at + 1), DIGIT)
  )
}

function isWhole(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1)
  const after = text.charCodeAt(end)
  return !(before < foreignFrom && isWord(before)) && !(after < foreignFrom && isWord(after))
}
