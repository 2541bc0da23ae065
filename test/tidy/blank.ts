/** TypeScript text with comments, or comments and the insides of strings, replaced by spaces: lines and columns stay, words in prose don't count as code. */

/** What comes before a slash that begins a regular expression rather than a division. */
const beforeRegExp = /(?:^|[=(,:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void))\s*$/

type Kind = 'code' | 'comment' | 'string'

export interface Blanked {
  /** Without comments. */
  readonly code: string
  /** Without comments and without the insides of strings, templates and regular expressions. */
  readonly bare: string
}

export function blank(text: string): Blanked {
  const kinds = classify(text)
  const keep = (wanted: (kind: Kind) => boolean): string => {
    let out = ''
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? ''
      out += char === '\n' || wanted(kinds[at] ?? 'code') ? char : ' '
    }
    return out
  }
  return {
    code: keep((kind) => kind !== 'comment'),
    bare: keep((kind) => kind === 'code'),
  }
}

function classify(text: string): Kind[] {
  const kinds: Kind[] = Array(text.length).fill('code')
  const fill = (from: number, to: number, kind: Kind) => kinds.fill(kind, from, to)
  /** Braces that are open within each `${` of a template. */
  const templates: number[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at]
    const two = text.slice(at, at + 2)
    if (two === '//' || two === '/*') {
      const end = two === '//' ? endOf(text, '\n', at) : endOf(text, '*/', at + 2) + 2
      fill(at, end, 'comment')
      at = end
    } else if (char === "'" || char === '"') {
      const end = skip(text, at + 1, char)
      fill(at + 1, end, 'string')
      at = end + 1
    } else if (char === '`' || (char === '}' && templates.at(-1) === 0)) {
      if (char === '}') templates.pop()
      const end = skipTemplate(text, at + 1)
      fill(at + 1, end, 'string')
      at = end + 1
      if (text[end] === '$') {
        templates.push(0)
        at++
      }
    } else if (char === '/' && beforeRegExp.test(text.slice(Math.max(0, at - 60), at))) {
      const end = skipRegExp(text, at + 1)
      fill(at + 1, end, 'string')
      at = end + 1
    } else {
      const depth = templates.length - 1
      if (depth >= 0 && char === '{') templates[depth] = (templates[depth] ?? 0) + 1
      if (depth >= 0 && char === '}') templates[depth] = (templates[depth] ?? 0) - 1
      at++
    }
  }
  return kinds
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found
}

function skip(text: string, from: number, quote: string): number {
  let at = from
  while (at < text.length && text[at] !== quote && text[at] !== '\n')
    at += text[at] === '\\' ? 2 : 1
  return at
}

/** To the closing backtick, or to the `$` of a `${`. */
function skipTemplate(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '`' && text.slice(at, at + 2) !== '${') {
    at += text[at] === '\\' ? 2 : 1
  }
  return at
}

function skipRegExp(text: string, from: number): number {
  let at = from
  let isClass = false
  while (at < text.length && text[at] !== '\n' && (isClass || text[at] !== '/')) {
    if (text[at] === '[') isClass = true
    if (text[at] === ']') isClass = false
    at += text[at] === '\\' ? 2 : 1
  }
  return at
}
