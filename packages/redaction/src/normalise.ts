/** Undoes what hides a value from a pattern but not from a reader: invisible characters, compatibility forms, digits of other scripts, odd spaces and dashes. */
import { type View, ViewBuilder } from './view.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: this asks for exactly the ASCII range
const ascii = /^[\x00-\x7f]*$/
/** A character with the marks that belong to it. */
const cluster = /\P{M}\p{M}*|\p{M}+/gu
const ignorable = /\p{Default_Ignorable_Code_Point}/gu
const digit = /^\p{Nd}$/u
const dash = /^[\p{Pd}\u2212\u02d7\u2796\u301c\uff5e\u223c]$/u
const space = /^\p{White_Space}$/u

/** The text itself when it is plain ASCII. */
export function normalise(text: string): View {
  return ascii.test(text) ? { text } : normaliseView({ text })
}

/** The same over a view. */
export function normaliseView(view: View): View {
  if (ascii.test(view.text)) return view
  const builder = new ViewBuilder()
  for (const match of view.text.matchAll(cluster)) {
    const shown = normaliseCluster(match[0])
    if (shown !== '') builder.push(shown, match.index)
  }
  return builder.build(view.text.length, view)
}

function normaliseCluster(text: string): string {
  if (text.length === 1 && text.charCodeAt(0) < 128) return text
  const visible = text.replace(ignorable, '').normalize('NFKC')
  let shown = ''
  for (const char of visible) shown += normaliseChar(char)
  return shown
}

function normaliseChar(char: string): string {
  if (char.charCodeAt(0) < 128) return char
  if (digit.test(char)) return String(digitValue(char.codePointAt(0) ?? 0))
  if (dash.test(char)) return '-'
  return space.test(char) ? ' ' : char
}

/** Decimal digits come in blocks of ten in order (Unicode Standard, section 4.6): the distance to the start of the run of blocks tells the value. */
function digitValue(code: number): number {
  let start = code
  while (digit.test(String.fromCodePoint(start - 1))) start--
  return (code - start) % 10
}
