/**
 * The grammar of masked text, for everybody who reads it: `⟦TYPE·TAG⟧` stands where something was found, `⟦TYPE·TAG·reveal⟧` where policy shows a part of it,
 * `⟦UNSCANNED·bytes⟧` where nobody could look. Brackets of the original are written `⟦(⟧` and `⟦)⟧`, so no original text can pose as a placeholder.
 */

export const placeholderOpen = '\u27e6'
export const placeholderClose = '\u27e7'
export const placeholderDot = '\u00b7'
/** Type of the placeholder that replaces a value over a limit; its tag is the size in bytes. */
export const unscannedType = 'UNSCANNED'

/** Longest type name and longest partial reveal, in characters: keeps reading linear. */
const typeCharsMax = 40
const revealCharsMax = 64
const tokenCharsMax = typeCharsMax + revealCharsMax + 20
const body = new RegExp(
  `^([A-Z][A-Z0-9_]{0,${typeCharsMax - 1}})${placeholderDot}([0-9A-Z]{1,16})(?:${placeholderDot}([ -~]{1,${revealCharsMax}}))?$`,
)
const escapedOpen = `${placeholderOpen}(${placeholderClose}`
const escapedClose = `${placeholderOpen})${placeholderClose}`

export type MaskedPart =
  /** A run of the original, escapes undone. */
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'placeholder'
      readonly type: string
      /** Equal tags: equal values, within one run of one agent. */
      readonly tag: string
      readonly reveal?: string
      /** As it stands in the masked text. */
      readonly raw: string
    }

export function placeholder(type: string, tag: string, reveal?: string): string {
  const shown = reveal === undefined ? '' : `${placeholderDot}${reveal}`
  return `${placeholderOpen}${type}${placeholderDot}${tag}${shown}${placeholderClose}`
}

/** Original text as it may stand in a masked text: no bracket in it can be read as one of ours. */
export function escapeBrackets(text: string): string {
  if (!text.includes(placeholderOpen) && !text.includes(placeholderClose)) return text
  return text.replace(/[\u27e6\u27e7]/g, (bracket) =>
    bracket === placeholderOpen ? escapedOpen : escapedClose,
  )
}

/** True when the text is one placeholder and nothing else. */
export function isPlaceholder(text: string): boolean {
  return readPlaceholder(text, 0)?.raw.length === text.length
}

/** True when the text is not literally the original's: masked in part or whole, or escaped. A condition must take it as unknown. */
export function isMasked(text: string): boolean {
  return text.includes(placeholderOpen)
}

/** Reads the placeholder that begins at `at`, if a well-formed one does. */
export function readPlaceholder(
  text: string,
  at: number,
): Extract<MaskedPart, { kind: 'placeholder' }> | undefined {
  if (text[at] !== placeholderOpen) return undefined
  const close = text.slice(at, at + tokenCharsMax).indexOf(placeholderClose)
  if (close < 0) return undefined
  const raw = text.slice(at, at + close + 1)
  const match = body.exec(raw.slice(1, -1))
  if (match === null) return undefined
  const [, type = '', tag = '', reveal] = match
  return { kind: 'placeholder', type, tag, raw, ...(reveal === undefined ? {} : { reveal }) }
}

/**
 * Masked text in its parts, neighbouring text joined, never empty text. Undefined when it is not masked text: a bracket stands where the engine would never
 * have left one.
 */
export function splitPlaceholders(masked: string): MaskedPart[] | undefined {
  const parts: MaskedPart[] = []
  let text = ''
  let at = 0
  while (at < masked.length) {
    const next = nextBracket(masked, at)
    text += masked.slice(at, next)
    if (next === masked.length) break
    if (masked.startsWith(escapedOpen, next) || masked.startsWith(escapedClose, next)) {
      text += masked[next + 1] === '(' ? placeholderOpen : placeholderClose
      at = next + escapedOpen.length
      continue
    }
    const found = readPlaceholder(masked, next)
    if (found === undefined) return undefined
    if (text !== '') parts.push({ kind: 'text', text })
    text = ''
    parts.push(found)
    at = next + found.raw.length
  }
  if (text !== '') parts.push({ kind: 'text', text })
  return parts
}

/**
 * Whether `masked` is `original` with some runs of at least one character replaced by placeholders and nothing else changed. Linear in both.
 */
export function presentsText(original: string, masked: string): boolean {
  const parts = splitPlaceholders(masked)
  if (parts === undefined) return false
  let at = 0
  let gap = false
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'placeholder') {
      // Each placeholder stands for at least one character.
      at += 1
      gap = true
      continue
    }
    const last = index === parts.length - 1
    const found = last && gap ? original.length - part.text.length : original.indexOf(part.text, at)
    if (found < at || (!gap && found !== at) || !original.startsWith(part.text, found)) return false
    at = found + part.text.length
    gap = false
  }
  return gap ? at <= original.length : at === original.length
}

function nextBracket(text: string, from: number): number {
  const open = text.indexOf(placeholderOpen, from)
  const close = text.indexOf(placeholderClose, from)
  if (open < 0) return close < 0 ? text.length : close
  return close < 0 ? open : Math.min(open, close)
}
