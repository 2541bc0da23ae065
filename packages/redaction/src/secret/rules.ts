/**
 * Secrets that providers document: a row for each provider, in `provider/`. A row is the provider's name and where the shape of its tokens stands, and then
 *
 *     mark ghp_<base62:36+>         shapes that show by themselves; their longest literal is what the automaton looks for
 *     near datadog dd_api: <hex:32>  shapes that count only a short way behind one of the words
 *     entropy 2                     bits per character, where what the shape leads to expect (rule.ts) is too much
 *     check crc62                   a match proves the token (check.ts)
 *
 * A source was read, and says what the row says. `unread:` is where the provider writes of its tokens, and nobody has held the row against it; `shown:` is the
 * same, for a shape that tokens in public code have and the page does not tell.
 *
 * Case counts in shapes, as it does for the provider, and not in words.
 */
import { ai } from './provider/ai.ts'
import { chat } from './provider/chat.ts'
import { cloud } from './provider/cloud.ts'
import { dataServices } from './provider/data.ts'
import { identity } from './provider/identity.ts'
import { observability } from './provider/observability.ts'
import { payment } from './provider/payment.ts'
import { sourceHosting } from './provider/source-hosting.ts'
import { readTable, type SecretRule } from './rule.ts'

export type { SecretRule } from './rule.ts'

export const secretRules: readonly SecretRule[] = [
  cloud,
  sourceHosting,
  chat,
  payment,
  ai,
  observability,
  identity,
  dataServices,
].flatMap(readTable)

/** Rules known by a part of their token. */
export const markRules = secretRules.filter(({ anchor }) => anchor !== undefined)

/** A word, and all shapes that may follow it. */
export interface NearGroup {
  readonly word: string
  readonly rules: readonly SecretRule[]
}

export const nearGroups: readonly NearGroup[] = groupByWord()

function groupByWord(): NearGroup[] {
  const groups = new Map<string, SecretRule[]>()
  for (const rule of secretRules) {
    if (rule.anchor !== undefined) continue
    for (const word of rule.keywords) {
      const known = groups.get(word)
      if (known === undefined) groups.set(word, [rule])
      else known.push(rule)
    }
  }
  return [...groups].map(([word, rules]) => ({ word, rules }))
}
