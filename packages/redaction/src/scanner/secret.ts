/** Tokens with a provider's prefix: the automaton has seen the keyword, the rule's shape decides. */
import { ALNUM, is } from '../chars.ts'
import type { SecretRule } from '../secret/rules.ts'
import { matchShape } from '../secret/shape.ts'
import type { Sheet } from '../sheet.ts'

const base = 0.95
/** Fewer different characters than this make a filler, not a secret. */
const differentMin = 6

/** `start` is the first character of the keyword. Returns the end of the token, or 0. */
export function scanSecret(sheet: Sheet, rule: SecretRule, start: number): number {
  const { text } = sheet
  if (rule.isWordStart && start > 0 && is(text.charCodeAt(start - 1), ALNUM)) return 0
  const end = matchShape(rule.shape, text, start)
  sheet.work += Math.max(0, end - start) + 8
  if (end < 0 || !isVaried(text, start, end)) return 0
  sheet.addFirm('SECRET', start, end, base, `secret/${rule.id}`)
  return end
}

/** Stops looking as soon as enough different characters have been seen. */
function isVaried(text: string, start: number, end: number): boolean {
  const seen = new Set<number>()
  for (let i = start; i < end && seen.size < differentMin; i++) seen.add(text.charCodeAt(i))
  return seen.size >= differentMin
}
