/** Numbers out of many numbers. */

/** Nearest rank: a value that was really seen. NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.ceil((percent / 100) * sorted.length)
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN
}

/**
 * Per second, from when each item was done (ms): the first and last tenth count as running up and down and are left out. NaN where the rest took no time.
 */
export function steadyRate(doneAtMs: readonly number[]): number {
  const sorted = doneAtMs.toSorted((a, b) => a - b)
  const edge = Math.floor(sorted.length / 10)
  const middle = sorted.slice(edge, sorted.length - edge)
  const spanMs = (middle.at(-1) ?? 0) - (middle[0] ?? 0)
  // The first of them was done when the clock began.
  return spanMs > 0 ? ((middle.length - 1) * 1000) / spanMs : Number.NaN
}

/** To three significant digits; the rest is noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

/** The same of every number in an object. */
export function roundedAll(value: unknown): unknown {
  if (typeof value === 'number') return rounded(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, roundedAll(part)]))
}
