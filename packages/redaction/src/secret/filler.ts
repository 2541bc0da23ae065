/** Values in the form of a token that are none: `ghp_xxxx…`, `sk-abcdefgh1234`, `YOUR_TOKEN_HERE`, a name where characters should be random. */
import { ALNUM, is } from '../chars.ts'
import { entropy, isWordlike } from './entropy.ts'

/** From this length on so little variety is nobody's choice. */
const longCharsMin = 16
const longEntropyMin = 2
/** Share of neighbours that follow each other in the alphabet; of random characters it is a thirtieth. */
const successorShare = 0.6
const examined = 256
const words =
  /EXAMPLE|(?:^|[^a-z])example|your[_-]|[_-]here|(?:token|key|secret|password)here|placeholder|redacted|dummy|change[_-]?me|replace[_-]|insert[_-]|sample[_-]|x{6}|not[_-]?(?:a[_-])?real/i

/** One character again and again, or words that say so. Long values only: a password may be anything. */
export function isBlank(value: string): boolean {
  return value.length >= longCharsMin && entropy(value) < longEntropyMin
}

/** For what stands under a key that promises a secret: words may be one, but not those that say that none is there. */
export function isPlaceholderToken(value: string): boolean {
  return isBlank(value) || (value.length >= longCharsMin && words.test(value))
}

/** `token` without its prefix: where random characters should be, somebody wrote something down. */
export function isFiller(token: string): boolean {
  return isBlank(token) || isSequence(token) || words.test(token) || isWordlike(token)
}

/** `abcdef-123456`, `0123456789abcdef`. */
export function isSequence(token: string): boolean {
  let pairs = 0
  let successors = 0
  let before = 0
  for (let i = 0; i < Math.min(token.length, examined); i++) {
    const code = token.charCodeAt(i) | 0x20
    if (!is(token.charCodeAt(i), ALNUM)) continue
    if (before !== 0) {
      pairs++
      if (code === before + 1 || (code === 0x30 && before === 0x39)) successors++
    }
    before = code
  }
  return pairs >= 6 && successors >= pairs * successorShare
}
