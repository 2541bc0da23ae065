/** Patterns of names: `*` stands for any run of characters, everything else for itself. Linear in the text for each star, without backtracking. */

/** One pattern, made once. */
export type Glob = (text: string) => boolean

export function glob(pattern: string): Glob {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return (text) => text === head
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head)) return false
    let at = head.length
    for (const part of rest) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return at <= text.length - tail.length && text.endsWith(tail)
  }
}

/** Stands for what a star may stand for: no name has it, so that only a star of the other pattern can take it in. */
const anything = '\u0000'

/** Whether everything that `narrow` matches is matched by `wide` too. */
export function covers(wide: string, narrow: string): boolean {
  return glob(wide)(narrow.replaceAll('*', anything))
}

export function isLiteral(pattern: string): boolean {
  return !pattern.includes('*')
}
