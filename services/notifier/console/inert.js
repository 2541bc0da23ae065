// @ts-check
/**
 * Agent text taken apart before it is shown: placeholders, plain runs, and characters that would not be seen or would turn the line around, each as a visible code.
 * Pure; text.js makes nodes of it.
 */

/**
 * @typedef {{ kind: 'text', text: string }
 *   | { kind: 'hidden', code: string }
 *   | { kind: 'masked', type: string, tag: string, reveal?: string }
 *   | { kind: 'folded', text: string }} Part
 */

/** Controls, formats (direction marks among them), whatever draws nothing by default, lone surrogates, private use, line separators, the blank Braille cell. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\u2028\u2029\u2800]/u
const brackets = /[\u27e6\u27e7]/
/** Types, tags and partial reveals as the redactor writes them. */
const placeholder =
  /^\u27e6([A-Z][A-Z0-9_]{0,39})\u00b7([0-9A-Z]{1,16})(?:\u00b7([ -~]{1,64}))?\u27e7/
const placeholderCharsMax = 124
/** The redactor's spelling of brackets that stood in the original. */
const escapedBracket = /^\u27e6([()])\u27e7/
/** More than this many blank lines or combining marks on end only push other text away. */
const runMax = 8

/**
 * @param {string} text
 * @returns {Part[]}
 */
export function partsOf(text) {
  /** @type {Part[]} */
  const parts = []
  let run = ''
  const flush = () => {
    if (run !== '') parts.push(...plainParts(run))
    run = ''
  }
  for (let at = 0; at < text.length; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (brackets.test(char)) {
      flush()
      const [part, length] = bracketPart(text.slice(at, at + placeholderCharsMax))
      parts.push(part)
      at += length
      continue
    }
    if (unseen.test(char) && char !== '\n' && char !== '\t') {
      flush()
      parts.push({ kind: 'hidden', code: codeOf(char) })
    } else {
      run += char
    }
    at += char.length
  }
  flush()
  return parts
}

/**
 * @param {string} text begins with a bracket
 * @returns {[Part, number]}
 */
function bracketPart(text) {
  const found = placeholder.exec(text)
  if (found !== null) {
    const [raw, type = '', tag = '', reveal] = found
    return [{ kind: 'masked', type, tag, ...(reveal === undefined ? {} : { reveal }) }, raw.length]
  }
  const escaped = escapedBracket.exec(text)
  if (escaped === null) return [{ kind: 'hidden', code: codeOf(text.slice(0, 1)) }, 1]
  return [{ kind: 'hidden', code: escaped[1] === '(' ? 'U+27E6' : 'U+27E7' }, escaped[0].length]
}

/**
 * @param {string} run
 * @returns {Part[]}
 */
function plainParts(run) {
  /** @type {Part[]} */
  const parts = []
  const long = new RegExp(`(?:[ \\t]*\\n){${runMax + 1},}|\\p{M}{${runMax + 1},}`, 'gu')
  let from = 0
  for (const match of run.matchAll(long)) {
    if (match.index > from) parts.push({ kind: 'text', text: run.slice(from, match.index) })
    const isLines = match[0].includes('\n')
    const count = isLines ? match[0].split('\n').length - 1 : [...match[0]].length
    const what = isLines ? 'blank lines' : 'combining marks'
    parts.push({ kind: 'folded', text: `${count} ${what}` })
    from = match.index + match[0].length
  }
  if (from < run.length) parts.push({ kind: 'text', text: run.slice(from) })
  return parts
}

/** @param {string} char */
function codeOf(char) {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
