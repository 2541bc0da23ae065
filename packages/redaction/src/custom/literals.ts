/** Many literal texts at once: a tree of their characters, walked from every place where a word may begin. */

/** Longest literal: how far one walk may go. */
export const literalCharsMax = 200

interface Node {
  readonly next: Map<number, Node>
  /** Index of the detector whose literal ends here. */
  detector?: number
  /** Its case counts: the text must be this one. */
  exact?: string
}

export class Literals {
  private readonly root: Node = { next: new Map() }
  size = 0

  /** Of equal literals the first detector's stands. */
  add(literal: string, detector: number, isCased: boolean): void {
    let node = this.root
    const folded = fold(literal)
    for (let i = 0; i < folded.length; i++) {
      const code = folded.charCodeAt(i)
      const next = node.next.get(code) ?? { next: new Map() }
      node.next.set(code, next)
      node = next
    }
    if (node.detector !== undefined) return
    node.detector = detector
    if (isCased) node.exact = literal
    this.size++
  }

  /** The longest literal that begins at `at` in the text that `folded` is folded from; and how far was looked. */
  longestAt(
    text: string,
    folded: string,
    at: number,
    isEnd: (end: number) => boolean,
  ): { readonly end: number; readonly detector: number; readonly seen: number } {
    let node: Node | undefined = this.root
    let end = 0
    let detector = -1
    let i = at
    while (node !== undefined && i < folded.length) {
      node = node.next.get(folded.charCodeAt(i++))
      if (node?.detector === undefined || !isEnd(i)) continue
      if (node.exact !== undefined && node.exact !== text.slice(at, i)) continue
      end = i
      detector = node.detector
    }
    return { end, detector, seen: i - at }
  }
}

/** Lower case, one unit for one unit, so that positions stay. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from({ length: text.length }, (_, i) => {
    const sign = text.charAt(i)
    const folded = sign.toLowerCase()
    return folded.length === 1 ? folded : sign
  }).join('')
}
