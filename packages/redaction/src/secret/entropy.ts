/** How random a text looks: Shannon entropy of its characters, and whether its letter pairs are those of words. */
import { is, LETTER } from '../chars.ts'

/** Longer tokens are judged by their beginning. */
const charsMax = 256
/** Share of the letter pairs that words of any length have in common; random letters have about a third of it. */
const wordlikeShare = 0.7
/** Fewer pairs can be words by chance. */
const pairsMin = 10
/** Random hexadecimal and base62 have digits and changes of case between most letters. */
const pairsShare = 0.5

const counts = new Uint16Array(128)

/** Bits per character of `text` between the positions; what is not ASCII counts as one character. */
export function entropy(text: string, from = 0, to = text.length): number {
  const end = Math.min(to, from + charsMax)
  if (end <= from) return 0
  counts.fill(0)
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i)
    const slot = code < 128 ? code : 0
    counts[slot] = (counts[slot] ?? 0) + 1
  }
  let bits = 0
  for (const count of counts) {
    if (count === 0) continue
    const share = count / (end - from)
    bits -= share * Math.log2(share)
  }
  return bits
}

/** Pairs of letters that are frequent in the words of European languages and in the identifiers made from them. */
const frequentPairs = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ' +
    'ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ' +
    'ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke ui fr oo ag ys if ap tt ff cl ck pu ub up bo bi do ef cr by ov qu ' +
    'ue og ob ds sp ey rd ks ps ip rm ep ls rn rv lt nu ft rk da ki vo va ga mb lu gr br dr sc sk eg ei au hr zu rg lf ln um ug od rl ew aw ek ik ok ak uc'
  ).split(' '),
)

/** `getUserPasswordFromStore`, `my-service-account`: most letter pairs are those of words. Pairs across a change to upper case do not count. */
export function isWordlike(text: string): boolean {
  let pairs = 0
  let frequent = 0
  const end = Math.min(text.length, charsMax)
  for (let i = 1; i < end; i++) {
    const code = text.charCodeAt(i)
    const before = text.charCodeAt(i - 1)
    if (!is(code, LETTER) || !is(before, LETTER)) continue
    if (code < 97 && before >= 97) continue
    pairs++
    if (frequentPairs.has(text.slice(i - 1, i + 1).toLowerCase())) frequent++
  }
  return pairs >= pairsMin && pairs >= (end - 1) * pairsShare && frequent >= pairs * wordlikeShare
}
