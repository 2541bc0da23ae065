/**
 * kafkajs keeps two timers busy on every connection: one that is armed again and again with a negative delay although nothing waits, and one that looks for
 * timed-out requests ten times a second. Both methods are replaced, once per process. Without this an idle process uses 4–5 % of a core.
 */

import { createRequire } from 'node:module'

/** How often requests under way are checked for their timeout (30 s; 3 s while connecting). */
const timeoutCheckMs = 1000
/** Requests that wait for their turn, and not for the broker's throttle, are looked at again after this long. */
const pendingCheckMs = 10

interface Queue {
  readonly pending: readonly unknown[]
  readonly inflight: ReadonlyMap<number, Request>
  readonly enforceRequestTimeout: boolean
  readonly throttledUntil: number
  readonly requestTimeout: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  isConnected(): boolean
  checkPendingRequests(): void
  destroy(): void
}
interface Request {
  readonly sentAt: number
  readonly requestTimeout: number
  timeoutRequest(): void
}
interface QueuePrototype {
  scheduleCheckPendingRequests(this: Queue): void
  scheduleRequestTimeoutCheck(this: Queue): void
}

const load = createRequire(import.meta.url)

export function quietRequestQueues(): void {
  const { prototype }: { prototype: QueuePrototype } = load('kafkajs/src/network/requestQueue')
  prototype.scheduleCheckPendingRequests = checkPendingLater
  prototype.scheduleRequestTimeoutCheck = checkTimeouts
}

function checkPendingLater(this: Queue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return
  const throttledMs = this.throttledUntil - Date.now()
  const delayMs = throttledMs > 0 ? throttledMs : pendingCheckMs
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null
    this.checkPendingRequests()
  }, delayMs)
}

/** One timer looks after the connections of the whole process: a gate has dozens. */
const connected = new Set<Queue>()
let timer: NodeJS.Timeout | undefined

function checkTimeouts(this: Queue): void {
  if (!this.enforceRequestTimeout) return
  connected.add(this)
  timer ??= setInterval(tick, timeoutCheckMs)
}

function tick(): void {
  const nowMs = Date.now()
  for (const queue of connected) {
    for (const request of [...queue.inflight.values()]) {
      if (nowMs - request.sentAt > request.requestTimeout) request.timeoutRequest()
    }
    if (!queue.isConnected()) connected.delete(queue)
  }
  if (connected.size > 0) return
  clearInterval(timer)
  timer = undefined
}
