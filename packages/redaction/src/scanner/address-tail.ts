/** What follows a street and its number: flat, postcode and town. */
import { DIGIT, is } from '../chars.ts'
import { PLACE } from '../name/gazetteer.ts'
import { streetMeaning, UNIT } from '../name/street.ts'
import {
  CODE,
  EAST_ASIAN,
  LOWER_CASE,
  NUMBER,
  SIGN,
  type Tokens,
  UPPER_CASE,
  WORD,
} from '../name/token.ts'

const tailTokensMax = 14
const townWordsMax = 3
/** Longest postcode, or number of a house. */
export const codeUnitsMax = 10
/** British postcodes, whose shape says enough. */
const ukPostcode = /^(?:[A-Z]{1,2}\d[A-Z\d]?)$/
const ukInward = /^\d[ABD-HJLNP-UW-Z]{2}$/

/** What only may belong counts when something that surely does follows. */
export function tailEnd(text: string, tokens: Tokens, from: number): number {
  let end = from
  let townWords = 0
  let hasCode = false
  for (let at = from; at < tokens.count && at - from < tailTokensMax; at++) {
    const kind = tokens.kinds[at]
    const size = (tokens.ends[at] ?? 0) - (tokens.starts[at] ?? 0)
    if (kind === SIGN) {
      if (!',.-/#ºª–'.includes(text.charAt(tokens.starts[at] ?? 0))) break
      if (hasCode && townWords > 0) break
    } else if (kind === NUMBER || kind === CODE) {
      if (
        size > codeUnitsMax ||
        (!is(text.charCodeAt(tokens.starts[at] ?? 0), DIGIT) &&
          !ukPostcode.test(text.slice(tokens.starts[at], tokens.ends[at])))
      )
        break
      end = at + 1
      if (size >= 4 || kind === CODE || townWords > 0 || isSecondHalf(tokens, at)) hasCode = true
    } else if (kind === WORD) {
      const isUnit = (streetMeaning(tokens.hashes[at] ?? 0) & UNIT) !== 0
      const isShort = size <= 2 && (tokens.shapes[at] === UPPER_CASE || size === 1)
      if (isShort && (end === at || text.charAt((tokens.starts[at] ?? 1) - 1) !== ',')) {
        if (end >= at - 1) end = at + 1
      } else if (isUnit && !hasCode) continue
      else if (!isCapital(tokens, at) || ++townWords > townWordsMax) break
      else if (hasCode && (townWords === 1 || end === at)) end = at + 1
      else if (((tokens.meanings[at] ?? 0) & PLACE) === 0 && townWords > 2) break
    } else if (kind !== EAST_ASIAN) break
  }
  return end
}

/** `602 00`, as in Czechia, Greece, Slovakia and Sweden. */
function isSecondHalf(tokens: Tokens, i: number): boolean {
  const sizeOf = (at: number) => (tokens.ends[at] ?? 0) - (tokens.starts[at] ?? 0)
  const isApart = (tokens.starts[i] ?? 0) - (tokens.ends[i - 1] ?? 0) === 1
  return isApart && tokens.kinds[i - 1] === NUMBER && sizeOf(i - 1) === 3 && sizeOf(i) === 2
}

export function isUkPostcode(text: string, tokens: Tokens, i: number): boolean {
  const next = i + 1
  if (next >= tokens.count || tokens.kinds[next] !== CODE) return false
  if ((tokens.starts[next] ?? 0) - (tokens.ends[i] ?? 0) !== 1) return false
  return (
    ukPostcode.test(text.slice(tokens.starts[i], tokens.ends[i])) &&
    ukInward.test(text.slice(tokens.starts[next], tokens.ends[next]))
  )
}

export function isCapital(tokens: Tokens, i: number): boolean {
  return tokens.kinds[i] === WORD && tokens.shapes[i] !== LOWER_CASE
}
