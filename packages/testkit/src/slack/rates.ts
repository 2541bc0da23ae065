/** Slack's limits on calls: how many may come at once, and how fast they grow back. */

/** As documented by tier, with the short bursts that Slack lets pass. */
const rates: Readonly<Record<string, { readonly burst: number; readonly perSecond: number }>> = {
  /** Per channel: one a second. */
  'chat.postMessage': { burst: 5, perSecond: 1 },
  /** Tier 3. */
  'chat.update': { burst: 50, perSecond: 50 / 60 },
  /** Tier 4. */
  'chat.postEphemeral': { burst: 100, perSecond: 100 / 60 },
  'users.info': { burst: 100, perSecond: 100 / 60 },
  'views.open': { burst: 100, perSecond: 100 / 60 },
}

export class Rates {
  readonly #clock: () => number
  readonly #left = new Map<string, { count: number; atMs: number }>()

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Takes one; otherwise says after how many whole seconds to come again. */
  take(method: string, channel: unknown): { readonly retryAfterSeconds: number } | undefined {
    const rate = rates[method]
    if (rate === undefined) return undefined
    const key = method === 'chat.postMessage' ? `${method} ${String(channel)}` : method
    const nowMs = this.#clock()
    const { count, atMs } = this.#left.get(key) ?? { count: rate.burst, atMs: nowMs }
    const grown = Math.min(rate.burst, count + ((nowMs - atMs) / 1000) * rate.perSecond)
    const isThere = grown >= 1
    this.#left.set(key, { count: isThere ? grown - 1 : grown, atMs: nowMs })
    return isThere
      ? undefined
      : { retryAfterSeconds: Math.max(1, Math.ceil((1 - grown) / rate.perSecond)) }
  }
}
