/** Undoes what hides a value from a pattern but not from a reader: invisible characters, compatibility forms, digits of other scripts, odd spaces and dashes. */
import { applyEdits, Edits, type View } from './view.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: this asks for exactly the ASCII range
const beyondAscii = /[^\x00-\x7f]/
/** What NFKC leaves as it is and a pattern trips over. */
const odd =
  /[[\p{Default_Ignorable_Code_Point}\p{Nd}\p{Pd}\p{White_Space}\u2212\u02d7\u2796\u301c\u223c\u3002\u2024\u2800\ufff9-\ufffb]--[\0-\x7f]]/v
const ignorable = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu
const mark = /^\p{M}$/u
const digit = /^\p{Nd}$/u
const dash = /^[\p{Pd}\u2212\u02d7\u2796\u301c\uff5e\u223c]$/u
const lineBreak = /^[\u0085\u2028\u2029]$/
const space = /^\p{White_Space}$/u

/** Readings of characters that were met before; what strangers send must not fill the memory. */
const memoryMax = 8192
const memory = new Map<string, string>()

/** The text itself when a reader would read it as it stands. */
export function normalise(text: string): View {
  return normaliseView({ text })
}

/** The same over a view. */
export function normaliseView(view: View): View {
  const { text } = view
  if (!beyondAscii.test(text)) return view
  if (!odd.test(text) && text.normalize('NFKC') === text) return view
  const edits = new Edits()
  for (let i = 0; i < text.length; ) {
    const end = clusterEnd(text, i)
    if (end > i + 1 || text.charCodeAt(i) >= 128) {
      const cluster = text.slice(i, end)
      const shown = readCluster(cluster)
      if (shown !== cluster) edits.add(i, end, shown)
    }
    i = end
  }
  return edits.size === 0 ? view : applyEdits(view, edits, true).view
}

/** A character with the marks behind it. */
function clusterEnd(text: string, at: number): number {
  let end = at + unitsAt(text, at)
  while (end < text.length && text.charCodeAt(end) >= 0x300) {
    const units = unitsAt(text, end)
    if (!mark.test(text.slice(end, end + units))) break
    end += units
  }
  return end
}

function unitsAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xd800 && code < 0xdc00 && at + 1 < text.length ? 2 : 1
}

function readCluster(cluster: string): string {
  const known = memory.get(cluster)
  if (known !== undefined) return known
  const visible = cluster.replace(ignorable, '').normalize('NFKC')
  let shown = ''
  for (const char of visible) shown += readChar(char)
  if (memory.size >= memoryMax) memory.clear()
  if (cluster.length <= 4) memory.set(cluster, shown)
  return shown
}

function readChar(char: string): string {
  if (char.charCodeAt(0) < 128) return char
  if (digit.test(char)) return String(digitValue(char.codePointAt(0) ?? 0))
  if (dash.test(char)) return '-'
  if (lineBreak.test(char)) return '\n'
  // The full stops of other scripts, and the leader that looks like one.
  if (char === '\u3002' || char === '\u2024') return '.'
  // The empty cell of Braille is no white space to Unicode.
  return space.test(char) || char === '\u2800' ? ' ' : char
}

/** Decimal digits come in blocks of ten in order (Unicode Standard, section 4.6): the distance to the start of the run of blocks tells the value. */
function digitValue(code: number): number {
  let start = code
  while (digit.test(String.fromCodePoint(start - 1))) start--
  return (code - start) % 10
}
