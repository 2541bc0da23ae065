/** Answers that are good for a moment: whoever asks for the same again soon gets the same, and many who ask at once ask once. */

export interface Recall {
  readonly clock: () => number
  readonly keepMs: number
  readonly entriesMax: number
}

export function recalling<T>(
  ask: (channel: string, person: string) => Promise<T>,
  { clock, keepMs, entriesMax }: Recall,
): (channel: string, person: string) => Promise<T> {
  const known = new Map<string, { readonly untilMs: number; readonly answer: Promise<T> }>()
  return (channel, person) => {
    const key = JSON.stringify([channel, person])
    const nowMs = clock()
    const entry = known.get(key)
    if (entry && entry.untilMs > nowMs) return entry.answer
    // The oldest goes; what is asked for all the time comes back with its next question.
    const [oldest] = known.keys()
    if (oldest !== undefined && known.size >= entriesMax) known.delete(oldest)
    const answer = ask(channel, person)
    known.delete(key)
    known.set(key, { untilMs: nowMs + keepMs, answer })
    answer.catch(() => known.delete(key))
    return answer
  }
}
