/** Hardware addresses (IEEE 802): six pairs with one sign between, or three groups of four with dots. */
import { ALNUM, DIGIT, HEX_LOWER, HEX_UPPER, is, skipBack } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

const HEX = DIGIT | HEX_LOWER | HEX_UPPER
const pairs = /[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}/iy
const quads = /[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}/iy
const base = 0.85
const dot = 0x2e
/** Longest way back from the first digit to the first pair. */
const backMax = 15
/** No device has these: nothing known yet, everybody. */
const nobody = /^(?:00[:-]?){6}$|^(?:ff[:-]?){6}$/i

/** `at` is the first digit of a run. Returns the end of the address, or `at`. */
export function scanMac(sheet: Sheet, at: number): number {
  const { text } = sheet
  const start = startOf(text, at)
  sheet.work += at - start + 1
  const before = text.charCodeAt(start - 1)
  if (is(before, ALNUM) || isSign(before)) return at
  const found = isSign(text.charCodeAt(start + 2))
    ? match(text, start, pairs)
    : text.charCodeAt(start + 4) === dot
      ? match(text, start, quads)
      : undefined
  if (found === undefined) return at
  const end = start + found.length
  if (is(text.charCodeAt(end), ALNUM) || (isSign(text.charCodeAt(end)) && isHex(text, end + 1)))
    return at
  if (!nobody.test(found)) sheet.add('MAC', start, end, base, 'mac')
  return end
}

/** Back over pairs and signs, and no further. */
function startOf(text: string, at: number): number {
  let start = skipBack(text, at, HEX, 4)
  while (at - start < backMax && isSign(text.charCodeAt(start - 1)) && isHex(text, start - 2)) {
    const before = skipBack(text, start - 1, HEX, 4)
    if (start - 1 - before !== 2 && start - 1 - before !== 4) break
    start = before
  }
  return start
}

function isSign(code: number): boolean {
  return code === 0x3a || code === 0x2d || code === dot
}

function isHex(text: string, at: number): boolean {
  return is(text.charCodeAt(at), HEX)
}

function match(text: string, at: number, shape: RegExp): string | undefined {
  shape.lastIndex = at
  return shape.exec(text)?.[0]
}
