/** HL7 version 2 segments about people: the standard says which field holds what (chapters 3 and 6), and no name stands beside it. */
import type { Cell } from './cell.ts'

const names = 'surname,given name,middle name'
/** Segment → field number → names of its components, as keys of the hint table; one name stands for the first component only. */
const segments: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  PID: {
    2: 'mrn',
    3: 'mrn',
    4: 'mrn',
    5: names,
    6: names,
    7: 'dob',
    9: names,
    11: 'street address,address line2,,,zip',
    13: 'phone',
    14: 'phone',
    18: 'mrn',
    19: 'ssn',
    20: 'dl number',
  },
  NK1: { 2: names, 4: 'street address,address line2,,,zip', 5: 'phone', 6: 'phone' },
  GT1: { 3: names, 5: 'street address,,,,zip', 6: 'phone', 7: 'phone', 8: 'dob', 12: 'ssn' },
  IN1: { 16: names, 18: 'dob', 19: 'street address,,,,zip', 36: 'member id' },
  PV1: { 7: `npi,${names}`, 8: `npi,${names}`, 9: `npi,${names}`, 17: `npi,${names}` },
  ORC: { 12: `npi,${names}` },
  OBR: { 16: `npi,${names}` },
}
const segmentStart = /(?:^|[\r\n]|\\r|\\n)[ \t]*(PID|NK1|GT1|IN1|PV1|ORC|OBR)\|/g
const segmentCharsMax = 4096

export function hl7Cells(text: string): Cell[] {
  const found: Cell[] = []
  if (!text.includes('|')) return found
  for (const match of text.matchAll(segmentStart)) {
    const fields = segments[match[1] ?? '']
    if (fields !== undefined) readSegment(text, match.index + match[0].length, fields, found)
  }
  return found
}

function readSegment(
  text: string,
  from: number,
  fields: Readonly<Record<number, string>>,
  found: Cell[],
): void {
  const limit = Math.min(text.length, from + segmentCharsMax)
  let start = from
  let field = 1
  for (let i = from; i <= limit; i++) {
    const char = i < limit ? text.charAt(i) : '\r'
    const isEnd =
      char === '\r' || char === '\n' || (char === '\\' && /[rn]/.test(text.charAt(i + 1)))
    if (char !== '|' && !isEnd) continue
    const keys = fields[field]
    if (keys !== undefined) readComponents(text, start, i, keys.split(','), found)
    if (isEnd) return
    field++
    start = i + 1
  }
}

/** `^` parts components, `~` repeats the field. */
function readComponents(
  text: string,
  from: number,
  to: number,
  keys: readonly string[],
  found: Cell[],
): void {
  let start = from
  let component = 0
  for (let i = from; i <= to; i++) {
    const char = i < to ? text.charAt(i) : '~'
    if (char !== '^' && char !== '~') continue
    const key = keys[component] ?? ''
    if (key !== '' && i > start) found.push({ start, end: i, key })
    component = char === '^' ? component + 1 : 0
    start = i + 1
  }
}
