/** IPv6 addresses in the text forms of RFC 4291 and RFC 5952. Those that name no host outside stay visible unless a key asks. */
import { ALNUM, DIGIT, DOT, HEX_LOWER, HEX_UPPER, is, skipBack } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

const HEX = DIGIT | HEX_LOWER | HEX_UPPER
const charsMax = 45
const publicBase = 0.8
const privateBase = 0.1
const groupsFull = 8

/** `at` is a colon. Reads outwards from the first colon of the address; later ones of it are known. Answers the end of what was read, or `at`. */
export function scanIpv6(sheet: Sheet, at: number): number {
  const { text } = sheet
  const start = skipBack(text, at, HEX, 4)
  const isDouble = text.charAt(at + 1) === ':'
  if (start === at && !isDouble) return at
  if (isInWord(text, start)) return at
  let end = at
  while (end < text.length && end - start < charsMax && isPart(text.charCodeAt(end))) end++
  sheet.work += end - start
  while (end > at && /[.:]/.test(text.charAt(end - 1)) && !text.endsWith('::', end)) end--
  // The longest front part that is an address: a port or the end of a sentence may follow.
  const written = text.slice(start, end)
  if (!isIpv6(written) || is(text.charCodeAt(end), ALNUM)) return at
  const isOpen = isGlobal(written)
  sheet.add('IP', start, end, isOpen ? publicBase : privateBase, isOpen ? 'ipv6/public' : 'ipv6')
  return end
}

function isInWord(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1)
  return is(before, ALNUM | DOT) || before === 0x3a || before === 0x5f
}

function isPart(code: number): boolean {
  return is(code, HEX | DOT) || code === 0x3a
}

/** Eight groups of up to four digits, or fewer with one `::`; the last two may be written as IPv4. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  let groups = 0
  for (const [index, half] of halves.entries()) {
    if (half === '') continue
    const parts = half.split(':')
    for (const [place, part] of parts.entries()) {
      const isLast = index === halves.length - 1 && place === parts.length - 1
      if (/^[0-9a-f]{1,4}$/i.test(part)) groups++
      else if (isLast && isDotted(part)) groups += 2
      else return false
    }
  }
  // `::` with one group is an address as well; two groups and no digit are code: `a::b`.
  if (halves.length === 1) return groups === groupsFull
  return groups > 0 && groups < groupsFull && (/\d/.test(text) || groups > 2)
}

function isDotted(part: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(part) && part.split('.').every((one) => Number(one) < 256)
}

/** Global unicast, documentation included: not loopback, link-local, unique local or multicast (RFC 4291, RFC 4193). */
function isGlobal(text: string): boolean {
  const first = Number.parseInt(text.split(':')[0] || '0', 16)
  return first >= 0x2000 && first < 0x4000
}
