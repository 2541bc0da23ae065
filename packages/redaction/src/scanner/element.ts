/** Elements of XML and HTML: `<password>…</password>`. The name in the closing tag is the key of what stands before it. */
import { hintOf } from '../hint.ts'
import { isStopFor } from '../secret/stop-value.ts'
import type { Sheet } from '../sheet.ts'
import { isCredential } from '../types.ts'
import { wholeValue } from '../whole-value.ts'

const nameCharsMax = 64
/** Longer contents are documents of their own. */
const contentCharsMax = 512
const credentialScore = 0.9
const score = 0.8
/** A name may have a namespace before it. */
const closing = /^(?:[\w-]{1,32}:)?([A-Za-z_][\w.-]{0,63})\s*>/

/** `start` is the `<` of a `</`, `end` behind it. */
export function scanElement(sheet: Sheet, start: number, end: number): void {
  const { text } = sheet
  const [tag = '', name = ''] = closing.exec(text.slice(end, end + nameCharsMax * 2)) ?? []
  const hint = name === '' ? undefined : hintOf(name)
  sheet.work += tag.length + 1
  if (hint === undefined) return
  let from = start
  const limit = Math.max(0, start - contentCharsMax)
  while (from > limit && !'<>\n'.includes(text.charAt(from - 1))) from--
  sheet.work += start - from
  if (text.charAt(from - 1) !== '>') return
  const content = text.slice(from, start)
  const at = from + content.length - content.trimStart().length
  const value = content.trim()
  if (value === '') return
  if (isCredential(hint.type)) {
    if (isStopFor(hint.type, value, true) || (hint.rule === 'text' && /^\d+$/.test(value))) return
    sheet.addFirm(hint.type, at, at + value.length, credentialScore, `assigned/${hint.words}`)
  } else if (wholeValue(value, hint) !== undefined)
    sheet.add(hint.type, at, at + value.length, score, `assigned/${hint.words}`)
}
