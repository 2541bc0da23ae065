/** Whether a key can say anything, asked of a text in place: most keys in logs say nothing, and cutting each out to look it up costs more than all else about it. */
import { ALNUM, DASH, is, LETTER } from './chars.ts'

/** Some hundred words in so many bits: one in a hundred strange words is let through. */
const bits = 1 << 16
/** Of a longer word the end counts. */
const lettersMax = 24

export class WordGate {
  private readonly seen = new Int32Array(bits >> 5)

  constructor(words: Iterable<string>) {
    for (const word of words) this.add(word)
  }

  /** False: none of the words ends at `end`, alone or behind other letters. Behind a digit, a dash or anything beyond ASCII it may. */
  mayEnd(text: string, end: number): boolean {
    const last = text.charCodeAt(end - 1)
    if (!is(last, LETTER)) return last >= 128 || is(last, ALNUM | DASH)
    let hash = 0
    for (let i = end - 1; i >= 0 && end - i <= lettersMax; i--) {
      const code = text.charCodeAt(i)
      if (!is(code, LETTER)) return code >= 128
      hash = step(hash, code | 32)
      if (((this.seen[(hash >>> 5) & (this.seen.length - 1)] ?? 0) & (1 << (hash & 31))) !== 0)
        return true
    }
    return false
  }

  private add(word: string): void {
    let hash = 0
    for (let i = word.length - 1; i >= 0 && word.length - i <= lettersMax; i--) {
      const code = word.charCodeAt(i)
      // Letters beyond ASCII are let through where they stand; behind a digit the letters alone count.
      if (code >= 128) return
      if (!is(code, LETTER)) break
      hash = step(hash, code | 32)
    }
    if (hash === 0) return
    const at = (hash >>> 5) & (this.seen.length - 1)
    this.seen[at] = (this.seen[at] ?? 0) | (1 << (hash & 31))
  }
}

function step(hash: number, code: number): number {
  const mixed = Math.imul(hash ^ code, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}
