/** Values of an `INSERT` statement under the names of their columns. */
import type { Cell } from './cell.ts'
import { senseOf } from './hint.ts'

const insert =
  /\binsert\s{1,8}(?:into\s{1,8})?[\w."`[\]$-]{1,128}\s{0,8}\(([^()]{1,2048})\)\s{0,8}values\s{0,8}\(/gi
const rowsMax = 10_000

export function sqlCells(text: string): Cell[] {
  const found: Cell[] = []
  if (!/\binsert\s/i.test(text)) return found
  for (const match of text.matchAll(insert)) {
    const columns = (match[1] ?? '').split(',').map((name) => name.replace(/["`[\]\s]/g, ''))
    let at = match.index + match[0].length
    for (let row = 0; row < rowsMax && at > 0; row++)
      at = nextRow(text, readRow(text, at, columns, found))
  }
  return found
}

/** `at` is behind the bracket. Answers the position behind the closing one, or 0. */
function readRow(text: string, at: number, columns: readonly string[], found: Cell[]): number {
  let i = at
  for (const key of columns) {
    while (/\s/.test(text.charAt(i))) i++
    const isQuoted = text.charAt(i) === "'"
    const start = isQuoted ? i + 1 : i
    let end = start
    while (end < text.length && !isEnd(text, end, isQuoted))
      end += isEscaped(text, end, isQuoted) ? 2 : 1
    if (end >= text.length) return 0
    if (end > start && senseOf(key).hint !== undefined) found.push({ start, end, key })
    i = isQuoted ? end + 1 : end
    while (/\s/.test(text.charAt(i))) i++
    if (text.charAt(i) === ')') return i + 1
    if (text.charAt(i) !== ',') return 0
    i++
  }
  return 0
}

function isEnd(text: string, at: number, isQuoted: boolean): boolean {
  const char = text.charAt(at)
  return isQuoted ? char === "'" && text.charAt(at + 1) !== "'" : char === ',' || char === ')'
}

function isEscaped(text: string, at: number, isQuoted: boolean): boolean {
  return isQuoted && (text.charAt(at) === '\\' || text.charAt(at) === "'")
}

function nextRow(text: string, at: number): number {
  if (at === 0) return 0
  const gap = /^\s{0,16},\s{0,16}\(/.exec(text.slice(at, at + 34))
  return gap === null ? 0 : at + gap[0].length
}
