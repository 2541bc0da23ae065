/** What stands inside a value without belonging to it: line breaks with the marks of quoting, seams of string literals, tags and comments. Left out, the value is whole again. */
import { ALNUM, DIGIT, is, SPACE } from '../chars.ts'
import { BREAK, MARK, QUOTE } from '../survey.ts'
import { Edits, noEdits } from '../view.ts'

/** Longest thing left out at once, in characters. */
const seamCharsMax = 160
const wordCharsMax = 20

/** Spaces, a mark that the line goes on, the break, and what begins lines: indentation, quoting, comments, list marks, a log's time and level. */
const lineSeam =
  /[ \t]{0,8}(?:[-\\=^`_+&](?=[ \t]*\r?\n))?[ \t]{0,8}(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n))?[ \t]{0,40}(?:(?:[>|#*;%!]|\/\/|--|::|REM|rem|\.\.\.)[>|#*/ \t]{0,12})?(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s]{0,12}\s{1,2}(?:\[?[A-Z]{3,8}\]?:?\s{1,2})?)?/y
/** From the end of one literal to the beginning of the next: with an operator, or with nothing. */
const literalSeam =
  /\\?["'`][ \t]{0,8}(?:\\?\r?\n[ \t]{0,40})?(?:\+\+?|\.\.?|&|\|\||<>|~|<<|,(?=[^,]{1,8}["'`])|\)?\.concat\(|\\)?[ \t]{0,8}(?:\\?\r?\n[ \t]{0,40})?(?:[uUbBrRfF]{1,2}|@|\$)?\\?["'`]/y
const listWords =
  /\b(?:concat\w*|join|implode|paste0?|strcat|str_c|format|\w{0,8}printf|cat|merge|string_agg)\b|["'`] % \(/i
/** What holds the place of a piece in a format: the value begins behind it. */
const places = /["'`](?:%[sdvq@]|\{\d?\}|%\d\$s){1,20}$/
const placesCharsMax = 64
/** From one statement to the next that adds to the same text: `+= "`, `x = x & "`, `.append("`, `; echo "`; and from one hole of a template to the next: `'}${'`. */
const statementSeam =
  /\\?["'`](?:\)?[ \t]{0,4};?[ \t]{0,8}(?:\r?\n[ \t]{0,40})?(?:\$?[A-Za-z_][\w.]{0,31}[ \t]?(?:[+.&~]=|<<)[ \t]?|\$?[A-Za-z_][\w.]{0,31}[ \t]?=[ \t]?\$?[A-Za-z_][\w.]{0,31}[ \t]?(?:[+.&~]|\|\||\.\.)[ \t]?|(?:\$?[A-Za-z_]\w{0,31})?(?:\.|->)(?:append|push|write|writeString|add|concat|print)\([ \t]?|(?:echo|print)(?: -n)? )|[ \t]?\}[$#]?\{[ \t]?)\\?["'`]/iy
/** Elements inside a line of text (HTML, phrasing content), comments, signs of emphasis, colours of a terminal. */
const markSeam =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
  /(?:<\/?(?:a|abbr|b|bdi|bdo|big|br|code|em|font|i|ins|kbd|mark|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr|nobr)(?:\s[^<>]{0,80})?\s?\/?>(?:\r?\n[ \t]{0,40})?|<!--[^<>]{0,80}-->|\/\*[^*/]{0,40}\*\/|\*{2,6}|~~|\u001b\[[0-9;]{0,12}m){1,16}/y

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
const candidate = /["'`\n\r<*~\u001b]|\/\*/g

/** `flags` are those of the text's survey. */
export function splitEdits(text: string, flags: number): Edits {
  if ((flags & (BREAK | QUOTE | MARK)) === 0) return noEdits
  const edits = new Edits()
  const isList = (flags & QUOTE) !== 0 && listWords.test(text)
  let from = 1
  candidate.lastIndex = from
  for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
    const at = startOf(text, found.index, from)
    const seam = seamAt(text, at, found.index, isList)
    const end = seam === undefined ? at : at + Math.min(seam.length, seamCharsMax)
    const isSeam =
      end > at && isInside(text, at, end) && (!isBreak(text, at, end) || hasSign(text, at, end))
    if (isSeam) edits.add(at, end, '')
    from = Math.max(isSeam ? end : 0, found.index + 1)
    candidate.lastIndex = from
  }
  return edits
}

/** What stands before a break and belongs to it: spaces, and a mark that the line goes on. Before a quote: its backslash. */
function startOf(text: string, at: number, from: number): number {
  if (at <= from) return at
  const code = text.charCodeAt(at)
  if (code !== 10 && code !== 13) return text.charCodeAt(at - 1) === 0x5c ? at - 1 : at
  let start = blanksBefore(text, at, from)
  if (start <= from) return start
  const mark = text.charAt(start - 1)
  const before = text.charCodeAt(start - 2)
  const goesOn =
    '\\^`+&'.includes(mark) ||
    (mark === '-' && is(before, ALNUM)) ||
    (mark === '=' && is(before, ALNUM)) ||
    (mark === '_' && is(before, SPACE))
  if (goesOn) start = blanksBefore(text, start - 1, from)
  return start
}

function blanksBefore(text: string, at: number, from: number): number {
  let start = at
  while (start > from && at - start < 8 && ' \t'.includes(text.charAt(start - 1))) start--
  return start
}

function seamAt(text: string, at: number, found: number, isList: boolean): string | undefined {
  switch (text.charAt(found)) {
    case '\n':
    case '\r':
      return match(lineSeam, text, at)
    case '"':
    case "'":
    case '`':
      if (places.test(text.slice(Math.max(0, at - placesCharsMax), at))) return undefined
      return (
        match(literalSeam, text, at, isList || isCharacter(text, at)) ??
        match(statementSeam, text, at) ??
        match(lineSeam, text, at)
      )
    default:
      return match(markSeam, text, found)
  }
}

/** The literal that ends here holds one character: a list of such is a text that was taken apart. */
function isCharacter(text: string, at: number): boolean {
  return text.charCodeAt(at) === text.charCodeAt(at - 2)
}

function match(seam: RegExp, text: string, at: number, isList = true): string | undefined {
  seam.lastIndex = at
  const found = seam.exec(text)?.[0]
  return found !== undefined && !isList && found.includes(',') ? undefined : found
}

function isBreak(text: string, start: number, end: number): boolean {
  return !/["'`<]/.test(text.slice(start, end))
}

/** Words of prose are wrapped everywhere: on one side there must be a digit, an at sign or a word too long for prose. */
function hasSign(text: string, start: number, end: number): boolean {
  return hasSignAt(text, start - 1, -1) || hasSignAt(text, end, 1)
}

function hasSignAt(text: string, at: number, step: number): boolean {
  for (let i = at, n = 0; n < wordCharsMax; i += step, n++) {
    const code = text.charCodeAt(i)
    if (is(code, DIGIT) || code === 0x40) return true
    if (Number.isNaN(code) || is(code, SPACE)) return false
  }
  return true
}

/** On both sides stands what values are made of. */
function isInside(text: string, start: number, end: number): boolean {
  return isValue(text.charCodeAt(start - 1)) && isValue(text.charCodeAt(end))
}

function isValue(code: number): boolean {
  if (code >= 128) return code !== 0x27e6 && code !== 0x27e7
  return is(code, ALNUM) || '@._-+/=:%$!#&~"\'`( )'.includes(String.fromCharCode(code))
}

/** What opens and closes a joined value: quotes, calls and lists, tags, signs of emphasis. */
const opening =
  /(?:(?:\\?["'`]{2})?\.?[A-Za-z_.]{0,24}\s?[([]{0,2}\s?\\?["'`]|["'`][$#]?\{\s?["'`]|<[a-z]{1,8}>|\*{2}|~~)$/i
const closing =
  /^(?:["'`]\s?\}["'`]|\\?["'`]\s?\]?(?:\)|\.join\(\\?["'`]{2}\))?|<\/[a-z]{1,8}>|\*{2}|~~)/i
const wrapCharsMax = 32
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }
const openers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' }

/** The span with what holds its pieces together, or the span as it was. */
export function withWrapping(text: string, from: number, to: number): [number, number] {
  const [start, end] = withBracket(text, from, to)
  const open = opening.exec(text.slice(Math.max(0, start - wrapCharsMax), start))?.[0] ?? ''
  const close = closing.exec(text.slice(end, end + wrapCharsMax))?.[0] ?? ''
  return open === '' || close === '' ? [start, end] : [start - open.length, end + close.length]
}

/** `[jane]@…`: the bracket that was opened before the span and closes in it, or the other way round. */
function withBracket(text: string, start: number, end: number): [number, number] {
  const before = closers[text.charAt(start - 1)]
  const behind = openers[text.charAt(end)]
  const held = text.slice(start, end)
  const opens = before !== undefined && held.includes(before)
  const closes = behind !== undefined && held.includes(behind)
  return [opens ? start - 1 : start, closes ? end + 1 : end]
}
