/** Opens `<~ … ~>`, base85 as Adobe writes it. */
import { is, SPACE } from '../chars.ts'
import { asText } from './as-text.ts'
import { type Opened, runCharsMax } from './opened.ts'

/** `at` is the `<~`. Returns where to go on: no other can begin in what was read. */
export function addBase85(text: string, at: number, edits: Opened): number {
  const limit = Math.min(text.length, at + runCharsMax)
  let i = at + 2
  while (i < limit && isBase85(text.charCodeAt(i))) i++
  if (text.charCodeAt(i) !== 0x7e || text.charCodeAt(i + 1) !== 0x3e) return at + 2
  const decoded = asText(base85(text, at + 2, i), edits.allowance)
  if (decoded !== undefined) edits.add(at, i + 2, decoded)
  return i + 2
}

/** `!` to `u`, `z`, or a space between. */
function isBase85(code: number): boolean {
  return (code >= 0x21 && code <= 0x75) || code === 0x7a || is(code, SPACE)
}

function base85(text: string, from: number, to: number): Buffer {
  const bytes = Buffer.alloc((to - from) * 4)
  let at = 0
  let word = 0
  let count = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (is(code, SPACE)) continue
    if (code === 0x7a && count === 0) {
      at += 4
      continue
    }
    word = word * 85 + code - 0x21
    if (++count < 5) continue
    bytes.writeUInt32BE(word % 2 ** 32, at)
    at += 4
    word = 0
    count = 0
  }
  if (count < 2) return bytes.subarray(0, at)
  // A group that is cut short goes on with the highest digit.
  for (let n = count; n < 5; n++) word = word * 85 + 84
  bytes.writeUInt32BE(word % 2 ** 32, at)
  return bytes.subarray(0, at + count - 1)
}
