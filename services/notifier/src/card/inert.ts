/**
 * Text of somebody else, made so that nothing in it is unseen: whatever would not show, or would turn the line around, is a visible code, and the only `⟦…⟧` left
 * are the redactor's. What a sink parses (markup, links, mentions) is still the sink's to escape. Pure, linear.
 */
import { placeholderClose, placeholderOpen, readPlaceholder } from '@holdpoint/contracts'

/** More than this many blank lines or combining marks on end only push other text away. */
const runMax = 8
/** As the engine writes brackets of the original: open, one sign, close. */
const escapedBracketChars = 3
/** Controls, formats (direction marks among them), whatever draws nothing by default, lone surrogates, private use, separators of lines, the blank Braille cell. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\u2028\u2029\u2800]/gu
const brackets = /[\u27e6\u27e7]/
/** Begins at a line's end: a run of blanks is looked through once, not from each of its places. */
const runs = new RegExp(`\\n(?:[ \\t]*\\n){${runMax + 1},}|\\p{M}{${runMax + 1},}`, 'gu')

/** A piece that means something as a whole, and must not be cut. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** A visible code, a fold or a placeholder. */
  | { readonly kind: 'whole'; readonly text: string }

/** For text of several lines: newlines and tabs stay. */
export const inert = (text: string): string => inertWith(text, isBreak)

/** For titles, labels and whatever else has one line: a newline there is a code too. */
export const inertLine = (text: string): string => inertWith(text, () => false)

/** What `inert` has made, in its pieces: joined they are the text again. */
export function piecesOf(text: string): Piece[] {
  const wholes =
    /\[U\+[0-9A-F]{4,6}\]|\[\d{1,9} (?:blank lines|combining marks)\]|\u27e6[^\u27e6\u27e7]{1,124}\u27e7/g
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(wholes)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) })
    pieces.push({ kind: 'whole', text: match[0] })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

function inertWith(text: string, stays: (char: string) => boolean): string {
  // A mark at the beginning would sit on whatever stands in front.
  const mark = /^\p{M}/u.exec(text)?.[0] ?? ''
  let made = mark === '' ? '' : codeOf(mark)
  for (let at = mark.length; at < text.length; ) {
    const next = nextBracket(text, at)
    made += plain(text.slice(at, next), stays)
    if (next === text.length) break
    const found = readPlaceholder(text, next)
    const [shown, length] = found ? [found.raw, found.raw.length] : bracket(text, next)
    made += shown
    at = next + length
  }
  return made
}

function plain(run: string, stays: (char: string) => boolean): string {
  const folded = run.replace(runs, (match) => {
    if (!match.includes('\n')) return `[${[...match].length} combining marks]`
    // The first one only ends its line.
    return `\n[${match.split('\n').length - 2} blank lines]\n`
  })
  return folded.replace(unseen, (char) => (stays(char) ? char : codeOf(char)))
}

/** The engine's spelling of a bracket of the original, or one that is nobody's: either way a code, so that no placeholder can be forged. */
function bracket(text: string, at: number): [shown: string, length: number] {
  const three = text.slice(at, at + escapedBracketChars)
  if (three === `${placeholderOpen}(${placeholderClose}`) return [codeOf(placeholderOpen), 3]
  if (three === `${placeholderOpen})${placeholderClose}`) return [codeOf(placeholderClose), 3]
  return [codeOf(text.charAt(at)), 1]
}

function nextBracket(text: string, from: number): number {
  const found = text.slice(from).search(brackets)
  return found < 0 ? text.length : from + found
}

const isBreak = (char: string): boolean => char === '\n' || char === '\t'

function codeOf(char: string): string {
  return `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}
