/** Credentials in command lines inside texts: `curl -u user:password`, `mysql -pSecret`, `sshpass -p Secret`. */
import { ALNUM, DASH, is, SPACE, skip } from '../chars.ts'
import { attachedFlag, credentialOf } from '../secret/command.ts'
import type { Sheet } from '../sheet.ts'

/** Options stand close behind their program; a line may be continued a few times. */
const reachMax = 400
const linesMax = 6
const flagCharsMax = 24
const valueCharsMax = 256
const base = 0.9

/** `start` and `end` enclose the program's name. */
export function scanCommand(sheet: Sheet, program: string, start: number, end: number): void {
  const { text } = sheet
  if (is(text.charCodeAt(start - 1), ALNUM | DASH) || is(text.charCodeAt(end), ALNUM | DASH)) return
  if (start < sheet.commandUntil) return
  const limit = Math.min(text.length, end + reachMax)
  let lines = 0
  let i = end
  for (; i < limit; i++) {
    const char = text.charAt(i)
    if (char === '\n' && ++lines > linesMax) break
    if (char !== '-' || !isArgumentStart(text.charCodeAt(i - 1))) continue
    i = Math.max(i, scanFlag(sheet, program, i) - 1)
  }
  sheet.work += i - end
  sheet.commandUntil = i
}

function isArgumentStart(before: number): boolean {
  return is(before, SPACE) || before === 0x22 || before === 0x27 || before === 0x2c
}

/** Answers where the option and its value end. */
function scanFlag(sheet: Sheet, program: string, at: number): number {
  const { text } = sheet
  const flagEnd = skip(text, at, ALNUM | DASH, flagCharsMax)
  const argumentEnd = endOf(text, at, ' ')
  const attached = attachedFlag(program, text.slice(at, argumentEnd))
  if (attached > 0) {
    const [from, to] = unquote(text, at + attached, argumentEnd)
    sheet.addFirm('PASSWORD', from, to, base, `command/${program}`)
    return to
  }
  let from = flagEnd
  while (from < text.length && from - flagEnd < 8 && ' \t\n\r=",\\'.includes(text.charAt(from)))
    from++
  const quote = text.charAt(from - 1) === '"' ? '"' : text.charAt(from)
  const isQuoted = quote === '"' || quote === "'"
  if (isQuoted && text.charAt(from) === quote) from++
  const to = endOf(text, from, isQuoted ? quote : ' ')
  const found = credentialOf(program, text.slice(at, flagEnd), text.slice(from, to))
  if (found === undefined) return flagEnd
  const [start, end] = unquote(text, from + found.start, from + found.end)
  sheet.work += end - at
  if (end > start) sheet.addFirm('PASSWORD', start, end, base, `command/${program}`)
  return Math.max(flagEnd, end)
}

/** Up to the closing quote, or to the next space. */
function endOf(text: string, from: number, close: string): number {
  const limit = Math.min(text.length, from + valueCharsMax)
  let i = from
  let quote = ''
  for (; i < limit; i++) {
    const char = text.charAt(i)
    if (close !== ' ') {
      if (char === close || char === '\n') break
    } else if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (/\s/.test(char)) break
  }
  return i
}

function unquote(text: string, from: number, to: number): [number, number] {
  const quote = text.charAt(from)
  if (quote !== '"' && quote !== "'") {
    const last = text.charAt(to - 1)
    return [from, to > from && (last === '"' || last === "'") ? to - 1 : to]
  }
  const close = text.indexOf(quote, from + 1)
  return [from + 1, close > from && close < to ? close : to]
}
