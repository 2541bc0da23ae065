/** Cells of tables that stand in a text, with the name of their column: CSV and its kin, Markdown, `INSERT` statements, HL7 segments. */

import type { Cell } from './cell.ts'
import { senseOf } from './hint.ts'
import { hl7Cells } from './hl7.ts'
import { sqlCells } from './sql-values.ts'

/** A column's name is short, and a header has not more columns than somebody would read. */
const nameCharsMax = 48
const columnsMax = 128
const delimiters = ['\t', '|', ';', ',']

/** Cells whose column's name says something. Empty for text that is no table. */
export function readCells(text: string): readonly Cell[] {
  return [...tableCells(text), ...hl7Cells(text), ...sqlCells(text)]
}

function tableCells(text: string): Cell[] {
  if (!/\n[^\n]*[\t|;,]/.test(text)) return text.includes('|') ? pairCells(text) : []
  const cells: Cell[] = []
  let header: Header | undefined
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline
    header = readLine(text, from, to, header, cells)
    from = to + 1
  }
  return cells
}

interface Header {
  readonly delimiter: string
  readonly keys: readonly string[]
}

/** A row of the table above, or else perhaps the header of another. */
function readLine(
  text: string,
  from: number,
  to: number,
  header: Header | undefined,
  cells: Cell[],
): Header | undefined {
  if (header !== undefined) {
    const row = split(text, from, to, header.delimiter)
    if (row.length === header.keys.length) {
      for (const [index, { start, end }] of row.entries()) {
        const key = header.keys[index] ?? ''
        if (end > start && senseOf(key).hint !== undefined) cells.push({ start, end, key })
      }
      return header
    }
  }
  const next = headerOf(text, from, to)
  if (next === undefined) cells.push(...pairCells(text.slice(from, to), from))
  return next
}

/** Short names, one of them known, none of them a value. */
function headerOf(text: string, from: number, to: number): Header | undefined {
  if (to - from > nameCharsMax * columnsMax) return undefined
  const line = text.slice(from, to)
  const delimiter = delimiters.find((sign) => line.includes(sign))
  if (delimiter === undefined) return undefined
  const row = split(text, from, to, delimiter)
  if (row.length < 2 || row.length > columnsMax) return undefined
  const keys = row.map(({ start, end }) => text.slice(start, end))
  if (!keys.every((key) => key.length <= nameCharsMax && !/\d{3}|[@:=]/.test(key))) return undefined
  // A list in a sentence has blanks and small words; a header's names are few words each.
  if (!keys.every((key) => key.split(' ').length <= 4)) return undefined
  return keys.some((key) => senseOf(key).hint !== undefined) ? { delimiter, keys } : undefined
}

/** `| phone | 0171 … |`: two cells, the first the other's name. */
function pairCells(line: string, offset = 0): Cell[] {
  if (!line.includes('|') && !line.includes('\t')) return []
  const row = split(line, 0, line.length, line.includes('\t') ? '\t' : '|')
  const [name, value] = row
  if (row.length !== 2 || name === undefined || value === undefined) return []
  const key = line.slice(name.start, name.end)
  if (key.length > nameCharsMax || senseOf(key).hint === undefined) return []
  return value.end > value.start
    ? [{ start: value.start + offset, end: value.end + offset, key }]
    : []
}

/** Cells of a line, trimmed; a quoted one may hold the delimiter. Bars at both ends of a Markdown row enclose nothing. */
function split(
  text: string,
  from: number,
  to: number,
  delimiter: string,
): { start: number; end: number }[] {
  const cells: { start: number; end: number }[] = []
  let start = from
  let isQuoted = false
  for (let i = from; i <= to; i++) {
    const char = i < to ? text.charAt(i) : delimiter
    if (char === '"' && i < to) isQuoted = !isQuoted
    if (char !== delimiter || (isQuoted && i < to)) continue
    cells.push(trim(text, start, i))
    start = i + 1
    if (cells.length > columnsMax + 2) break
  }
  if (delimiter === '|' && text.slice(from, to).trim().startsWith('|')) cells.shift()
  if (delimiter === '|' && text.slice(from, to).trim().endsWith('|')) cells.pop()
  return cells
}

function trim(text: string, from: number, to: number): { start: number; end: number } {
  let start = from
  let end = to
  while (start < end && ' \r\t"*`'.includes(text.charAt(start))) start++
  while (end > start && ' \r\t"*`'.includes(text.charAt(end - 1))) end--
  return { start, end }
}
