/** Finds runs of base64, base64url or hex that decode to text, so that the text can be scanned too. Cheap tests first: most long words are none. */
import { ALNUM, BASE64, DASH, DIGIT, HEX_LOWER, HEX_UPPER, is, LETTER } from './chars.ts'

const base64CharsMin = 16
const hexCharsMin = 20
/** Longer runs are files; they are opened up to here, and a finding masks them whole. */
const runCharsMax = 512 * 1024
const token = ALNUM | BASE64 | DASH
const HEX = DIGIT | HEX_LOWER | HEX_UPPER

export interface EncodedRun {
  readonly start: number
  readonly end: number
  readonly text: string
}

export function encodedRuns(text: string): EncodedRun[] {
  const runs: EncodedRun[] = []
  let i = 0
  while (i < text.length) {
    if (!is(text.charCodeAt(i), token)) {
      i++
      continue
    }
    const start = i
    while (i < text.length && is(text.charCodeAt(i), token)) i++
    if (i - start >= base64CharsMin) addRun(runs, text, start, i)
  }
  return runs
}

/** `key=` in front of a run belongs to the run's alphabet; so do the parts of a path. Each piece is tried, and the whole. */
function addRun(runs: EncodedRun[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to)
  const padding = raw.length - raw.replace(/=+$/, '').length
  const assigned = raw.lastIndexOf('=', raw.length - padding - 1)
  const start = from + assigned + 1
  const inner = decodeRun(text.slice(start, to))
  if (inner !== undefined) runs.push({ start, end: to, text: inner })
}

function decodeRun(run: string): string | undefined {
  if (run.length < base64CharsMin || run.length > runCharsMax) return undefined
  if (run.length >= hexCharsMin && run.length % 2 === 0 && isAll(run, HEX))
    return asText(Buffer.from(run, 'hex'))
  if (run.replace(/=+$/, '').length % 4 === 1 || !isMixed(run)) return undefined
  return asText(Buffer.from(run, 'base64'))
}

function isAll(run: string, classes: number): boolean {
  for (let i = 0; i < run.length; i++) if (!is(run.charCodeAt(i), classes)) return false
  return true
}

/** Words and paths seldom mix cases or hold digits the way base64 of text does. */
function isMixed(run: string): boolean {
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && is(run.charCodeAt(0), LETTER | DIGIT | BASE64)
}

/** Valid UTF-8 without control characters. */
function asText(bytes: Buffer): string | undefined {
  if (bytes.length < 6) return undefined
  for (const byte of bytes) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return undefined
    if (byte === 127) return undefined
  }
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? undefined : text
}
