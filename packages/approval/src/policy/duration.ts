/** Spans of time as people write them in files: `90s`, `15m`, `1h`, `7d`. */

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const form = /^[1-9][0-9]{0,5}[smhd]$/

/** The shortest way to write it; undefined where it is no whole number of seconds. */
export function durationText(ms: number): string | undefined {
  const fitting = Object.entries(unitMs).findLast(([, unit]) => ms > 0 && ms % unit === 0)
  return fitting && `${ms / fitting[1]}${fitting[0]}`
}

/** Milliseconds. Undefined where the text is no duration. */
export function durationMs(text: string): number | undefined {
  if (!form.test(text)) return undefined
  return Number(text.slice(0, -1)) * unitMs[text.at(-1) as keyof typeof unitMs]
}
