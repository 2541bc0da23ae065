/** Spans in the order of their ends. */

/** Index of the first that ends at `position` or later; how many there are where none does. */
export function firstEndingFrom(
  spans: readonly { readonly end: number }[],
  position: number,
): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.end ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}
