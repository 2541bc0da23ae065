/** Private keys in PEM armour: the whole block, also with escaped line breaks, also when the end is missing. */
import type { Sheet } from '../sheet.ts'

const blockCharsMax = 16_384
const labelCharsMax = 128
/** A key has at least this many characters; less is a form to fill in. */
const keyCharsMin = 16
const base = 0.95

/** `start` is the first character of `-----BEGIN`. Returns the end of the block, or 0. */
export function scanPem(sheet: Sheet, start: number): number {
  const { text } = sheet
  const head = text.slice(start, start + labelCharsMax)
  const label = /^-----BEGIN[A-Z0-9 _-]{0,80}PRIVATE KEY( BLOCK)?-----/.exec(head)
  if (label === null) return 0
  const block = text.slice(start, start + blockCharsMax)
  sheet.work += block.length
  const foot = /-----END[A-Z0-9 _-]{0,80}-----/.exec(block)
  if (foot !== null && foot.index - label[0].length < keyCharsMin) return 0
  // Without an end everything within reach may be key.
  const end = start + (foot === null ? block.length : foot.index + foot[0].length)
  sheet.addFirm('PRIVATE_KEY', start, end, base, foot === null ? 'pem/open' : 'pem')
  return end
}
