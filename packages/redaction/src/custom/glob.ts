/** Globs of operators: `*` any signs, `?` one, for a whole run of signs without space or quotes. */

/** Longer runs are not looked at: nobody writes a name of that length. */
export const runCharsMax = 256

const literalsMin = 3
/** Each may have to be placed anew for each sign of the run. */
const starsMax = 4

/** The rule that a glob breaks, or undefined. */
export function brokenGlob(glob: string): string | undefined {
  if (/\s/.test(glob)) return 'has a space: a glob is one word'
  if (glob.length > runCharsMax) return `has more than ${runCharsMax} characters`
  if (glob.replace(/[*?]/g, '').length < literalsMin)
    return `needs ${literalsMin} characters besides * and ?`
  if (glob.split('*').length - 1 > starsMax) return `has more than ${starsMax} stars`
  return undefined
}

/** Whether all of `run` is what `glob` says: the last star takes one sign more each time, so no more than signs times stars. */
export function matchGlob(glob: string, run: string): boolean {
  let g = 0
  let r = 0
  let star = -1
  let from = 0
  while (r < run.length) {
    if (glob[g] === '*') {
      star = g++
      from = r
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === run[r])) {
      g++
      r++
    } else if (star >= 0) {
      g = star + 1
      r = ++from
    } else return false
  }
  while (glob[g] === '*') g++
  return g === glob.length
}

const apart = /[\s"'`<>()[\]{},;|]/
const closing = /[.:!?]+$/

/** End of the run that begins at `at`; 0 where none does, or one too long. Signs that end a sentence are not part of it. */
export function runEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && end - at <= runCharsMax && !apart.test(text.charAt(end))) end++
  if (end - at > runCharsMax) return 0
  return at + text.slice(at, end).replace(closing, '').length
}

export function isRunStart(text: string, at: number): boolean {
  return (at === 0 || apart.test(text.charAt(at - 1))) && !apart.test(text.charAt(at))
}
