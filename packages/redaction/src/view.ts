/** A text as a person or a decoder would read it, and where each of its characters stands in the original. */

export interface View {
  readonly text: string
  /** For each unit of `text`, and one behind the last: its position in the original. Absent where they are the same. */
  readonly starts?: Uint32Array
}

/** Collects the characters of a view together with their origins. */
export class ViewBuilder {
  private readonly parts: string[] = []
  private readonly origins: number[] = []

  /** `text` stands for what begins at `at` in the original. */
  push(text: string, at: number): void {
    this.parts.push(text)
    for (let i = 0; i < text.length; i++) this.origins.push(at)
  }

  /** `end` is the length of the original. `under` is the view that this one was made from. */
  build(end: number, under?: View): View {
    const starts = new Uint32Array(this.origins.length + 1)
    for (const [i, origin] of this.origins.entries()) starts[i] = originOf(under, origin)
    starts[this.origins.length] = originOf(under, end)
    return { text: this.parts.join(''), starts }
  }
}

function originOf(view: View | undefined, at: number): number {
  return view?.starts === undefined ? at : (view.starts[at] ?? 0)
}

/** The original's span behind a span of the view: whole characters, and what was dropped right after them. */
export function originalSpan(view: View, start: number, end: number): [number, number] {
  const { starts } = view
  if (starts === undefined) return [start, end]
  const last = starts[end - 1] ?? 0
  let next = end
  while (next < starts.length - 1 && starts[next] === last) next++
  return [starts[start] ?? 0, starts[next] ?? 0]
}
