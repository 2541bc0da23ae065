/** IPv4 addresses. Private ones stay visible unless a key asks: they name no person, and reviewers need them. */
import { DOT, is, isWord } from '../chars.ts'
import type { Sheet } from '../sheet.ts'
import { type DigitGroups, digitsOf } from './digit-groups.ts'

const publicBase = 0.7
const privateBase = 0.1

export function judgeIpv4(sheet: Sheet, { groups, separators }: DigitGroups): void {
  for (let i = 0; i + 3 < groups.length; i++) {
    const four = groups.slice(i, i + 4)
    if ([0, 1, 2].some((step) => separators[i + step] !== '.')) continue
    // A fifth part, or a letter or dot right before or after, makes it a version or a name.
    if (separators[i - 1] === '.' || separators[i + 3] === '.') continue
    const start = four[0]?.start ?? 0
    const end = four[3]?.end ?? 0
    const before = start > 0 ? sheet.text.charCodeAt(start - 1) : 32
    if (isWord(before) || is(before, DOT)) continue
    const octets = four.map((group) => digitsOf(sheet.text, group))
    if (octets.some((octet) => octet.length > 3 || Number(octet) > 255)) continue
    const isOpen = isPublic(octets.map(Number))
    sheet.add('IP', start, end, isOpen ? publicBase : privateBase, isOpen ? 'ipv4/public' : 'ipv4')
  }
}

/** Not reserved by RFC 6890: private, loopback, link-local, multicast and the like. */
function isPublic([a = 0, b = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false
  if (a === 172 && b >= 16 && b <= 31) return false
  if (a === 192 && b === 168) return false
  return !(a === 169 && b === 254) && !(a === 100 && b >= 64 && b <= 127)
}
