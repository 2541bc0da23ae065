/** The Bot Connector's limits on sending: per bot and conversation, and per app and tenant. What is refused does not count. */

export interface Window {
  readonly count: number
  readonly spanMs: number
}

export const conversationWindows: readonly Window[] = [
  { count: 7, spanMs: 1000 },
  { count: 8, spanMs: 2000 },
  { count: 60, spanMs: 30_000 },
  { count: 1800, spanMs: 3_600_000 },
]
export const tenantWindows: readonly Window[] = [{ count: 50, spanMs: 1000 }]

export class SendRates {
  readonly #sent = new Map<string, number[]>()
  readonly #clock: () => number

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Milliseconds until this may be sent; 0: it may, and is counted. */
  take(conversation: string): number {
    const nowMs = this.#clock()
    const named = [
      [`conversation ${conversation}`, conversationWindows],
      ['tenant', tenantWindows],
    ] as const
    const waitMs = Math.max(...named.map(([name, windows]) => this.#wait(name, windows, nowMs)))
    if (waitMs === 0) for (const [name] of named) this.#timesOf(name).push(nowMs)
    return waitMs
  }

  #wait(name: string, windows: readonly Window[], nowMs: number): number {
    const times = this.#timesOf(name)
    return Math.max(
      ...windows.map(({ count, spanMs }) => {
        const first = times.at(-count)
        return first === undefined ? 0 : Math.max(0, first + spanMs - nowMs)
      }),
    )
  }

  #timesOf(name: string): number[] {
    const times = this.#sent.get(name) ?? []
    this.#sent.set(name, times)
    return times
  }
}
