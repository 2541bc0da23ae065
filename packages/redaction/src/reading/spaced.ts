/** Values whose characters are set apart (`4 1 1 1`, `j-o-h-n`) or whose digits stand in groups that nobody prints (`41 11 11 11`, `411/111/111`). */
import { DIGIT, is, isWord, LETTER } from '../chars.ts'
import { LIST } from '../survey.ts'
import { Edits, noEdits } from '../view.ts'

const charsMin = 7
const piecesMin = 4
const pieceCharsMax = 8
/** Digits of the shortest number that is looked for behind odd groups. */
const digitsMin = 9
const groupsMin = 3
const groupDigitsMax = 6
const gapCharsMax = 3
/** Between groups these begin another value. */
const inLists = /[,;\n\r]/
const separators = ' \t\n\r-._*|/\\,;:~+#=·•'
const separates = new Uint8Array(128)
for (const char of separators.slice(0, -2)) separates[char.charCodeAt(0)] = 1

export function spacedEdits(text: string, flags: number): Edits {
  if ((flags & LIST) === 0) return noEdits
  const edits = new Edits()
  for (let i = 0; i < text.length; ) {
    const code = text.charCodeAt(i)
    const isStart = (isWord(code) || code === 0x2b) && !isInWord(text, i)
    const end = isStart ? addSpaced(text, i, edits) || addGroups(text, i, edits) : 0
    if (end === 0 && isWord(code)) addLoose(text, i, edits)
    i = end > 0 ? end : i + 1
  }
  return edits
}

function isInWord(text: string, at: number): boolean {
  return at > 0 && isWord(text.charCodeAt(at - 1))
}

/** Pieces of one size with one separator between them: returns the end, or 0. */
function addSpaced(text: string, at: number, edits: Edits): number {
  for (let size = 1; size <= pieceCharsMax; size++) {
    if (!isSeparator(text, at + size)) continue
    // The first piece that fits, or none: a longer one would hold a separator.
    const longest = comesAgain(text, at + size, size) ? gapCharsMax : 0
    for (let length = longest; length > 0; length--) {
      const gap = text.slice(at + size, at + size + length)
      if (!isGap(gap)) continue
      const seams = readPieces(text, at, size, gap)
      if (size > 1 && gap === ' ' && isProse(text, at, (seams[seams.length - 1]?.[1] ?? at) + size))
        continue
      if (seams.length < (size === 1 ? charsMin : piecesMin) - 1) continue
      for (const [start, end] of seams) edits.add(start, end, '')
      return seams[seams.length - 1]?.[1] ?? 0
    }
    if (!isSign(text, at + size)) return 0
  }
  return 0
}

/** The sign at the end of a piece stands behind a second piece too: for most words it does not, and nothing has to be cut out to see it. */
function comesAgain(text: string, at: number, size: number): boolean {
  const sign = text.charCodeAt(at)
  for (let gap = 1; gap < gapCharsMax * 3; gap++)
    if (text.charCodeAt(at + gap + size) === sign) return true
  return false
}

/** Short words happen to be of one length. Without a digit or sign nothing can be found in them together. */
function isProse(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code !== 0x20 && !is(code, LETTER) && code < 128) return false
  }
  return true
}

/** A sign that values hold themselves, so that a piece may end behind it. */
function isSign(text: string, at: number): boolean {
  return '-._+/='.includes(text.charAt(at))
}

/** The separators: the last piece may be shorter, and two gaps of spaces may stand where a group ends. */
function readPieces(text: string, at: number, size: number, gap: string): [number, number][] {
  const seams: [number, number][] = []
  const isBlank = gap.trim() === ''
  for (let i = at + size; text.startsWith(gap, i); ) {
    const next = gapEnd(text, i, gap)
    if (next >= text.length || (isBlank && pieceWithin(text, next, size, gap) < 1)) break
    const isFull =
      text.startsWith(gap, next + size) && (!isBlank || pieceWithin(text, next, size, gap) === size)
    const end = isFull ? next + size : lastEnd(text, next, size)
    if (!isFull && isWord(text.charCodeAt(end))) break
    seams.push([i, next])
    if (!isFull) break
    i = end
  }
  return seams
}

/** Characters before the next gap or line break, at most `size`. */
function pieceWithin(text: string, at: number, size: number, gap: string): number {
  let i = at
  while (
    i - at < size &&
    i < text.length &&
    text.charAt(i) !== gap.charAt(0) &&
    text.charAt(i) !== '\n'
  )
    i++
  return i - at
}

function lastEnd(text: string, at: number, size: number): number {
  let i = at
  while (i - at < size && isWord(text.charCodeAt(i))) i++
  return i
}

/** One gap, or of spaces several: a group ended there. */
function gapEnd(text: string, at: number, gap: string): number {
  if (!text.startsWith(gap, at)) return at
  let end = at + gap.length
  while (end - at < 2 * gapCharsMax && gap.trim() === '' && text.startsWith(gap, end))
    end += gap.length
  return end
}

function isGap(gap: string): boolean {
  for (const char of gap) if (!separators.includes(char)) return false
  return gap !== '' && (gap.length === 1 || gap.trim().length <= 1)
}

/** Three or more groups of digits with the same separator, of one size but the last (and the first): returns the end, or 0. */
function addGroups(text: string, at: number, edits: Edits): number {
  const size = digitsFrom(text, at)
  if (size === 0 || size > groupDigitsMax) return 0
  let gapEndAt = at + size
  while (gapEndAt - at - size < gapCharsMax && isSeparator(text, gapEndAt)) gapEndAt++
  const gap = text.slice(at + size, gapEndAt)
  if (gap === '' || inLists.test(gap)) return 0
  const seams: number[] = []
  let end = at + size
  let inner = 0
  let total = size
  while (text.startsWith(gap, end)) {
    const next = digitsFrom(text, end + gap.length)
    if (next === 0 || next > groupDigitsMax) break
    if (inner === 0) inner = next
    if (next > inner) break
    seams.push(end)
    end += gap.length + next
    total += next
    if (next < inner) break
  }
  if (seams.length + 1 < groupsMin || total < digitsMin || isPlain(gap, inner)) return 0
  if (isWord(text.charCodeAt(end))) return 0
  for (const seam of seams) edits.add(seam, seam + gap.length, '')
  return end
}

/** Behind `at` two groups are further apart than a space, or by another sign: read as the usual one. */
function addLoose(text: string, at: number, edits: Edits): void {
  if (!isSeparator(text, at + 1) || isOneSpace(text, at + 1)) return
  let end = at + 1
  while (end - at <= gapCharsMax && isSeparator(text, end)) end++
  const gap = text.slice(at + 1, end)
  if (inLists.test(gap)) return
  if (gap === ' ' || gap === '-' || gap === '.' || gap === '/' || !isWord(text.charCodeAt(end)))
    return
  if (gap === ':' && isClock(text, at, end)) return
  const isDigits = is(text.charCodeAt(at), DIGIT) && is(text.charCodeAt(end), DIGIT)
  if (
    isDigits ||
    (gap.trim() === '' && /[A-Z0-9]/.test(text.charAt(at)) && /[A-Z0-9]/.test(text.charAt(end)))
  )
    edits.add(at + 1, end, gap.trim() === '' ? ' ' : gap.includes('.') ? '.' : '-')
}

/** As between nearly all words. */
function isOneSpace(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x20 && !isSeparator(text, at + 1)
}

/** Two digits on either side of a colon. */
function isClock(text: string, at: number, end: number): boolean {
  return (
    digitsFrom(text, at - 1) === 2 &&
    digitsFrom(text, end) === 2 &&
    !is(text.charCodeAt(at - 2), DIGIT)
  )
}

/** Fours with a space, dash or dot between them are read as they stand. */
function isPlain(gap: string, size: number): boolean {
  return size === 4 && (gap === ' ' || gap === '-')
}

function digitsFrom(text: string, at: number): number {
  let i = at
  while (i - at <= groupDigitsMax && is(text.charCodeAt(i), DIGIT)) i++
  return i - at
}

function isSeparator(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) return separates[code] === 1
  return code === 0xb7 || code === 0x2022
}
