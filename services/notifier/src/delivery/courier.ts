/**
 * Brings the copies of one channel up to date: the most urgent one whose address is free, under a lease of that address, so that over all replicas one worker at a
 * time writes there. What is sent is always how the action stands at that moment, however many steps lie between.
 */
import { canonicalize, isHoldpointError } from '@holdpoint/contracts'
import type { Delivered } from '../channel/port.ts'
import { afterFailure, afterWait, healthy, isDown } from './breaker.ts'
import { type Copy, isBehind, isDecided, wanted } from './copy.ts'
import { type Errand, type ErrandDeps, errandOf } from './errand.ts'
import type { Lease } from './port.ts'
import { type Attempt, adopted, settled } from './settle.ts'

/** Addresses that one replica serves at once. */
const atOnceMax = 8
/** A service that has not answered by then does not answer; its own clients give up sooner. */
const answerWithinMs = 20_000
/** The holder of a lease is gone when it ends: longer than an answer and its saving take. */
const leaseMs = 40_000
/** Other replicas' work is noticed after this at the latest. */
const idleMs = 5_000
/** And that another one's probe has got through. */
const pausedMs = 15_000
/** Where what there is to show is older than what is wanted: another replica's clock, or a projection that is catching up. */
const stepBackMs = 1_000
/** While a service is down, each probe is another message: one that it can't take must not stand in the way of those that it can. */
const yieldMs = 5_000
const saveTries = 20
const saveAgainMs = 500

export interface CourierDeps extends ErrandDeps {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** 0 to 1. */
  readonly random: () => number
  readonly newToken: () => string
  readonly onDelivered: (kind: Delivered['kind'] | 'thrown', copy: Copy, code?: string) => void
  /** Given up although people are still asked. */
  readonly onDead: (copy: Copy) => void
}

export class Courier {
  readonly #deps: CourierDeps
  readonly #working = new Map<string, Promise<void>>()
  readonly #failure = Promise.withResolvers<never>()
  readonly #stopping = new AbortController()
  #wake = Promise.withResolvers<void>()
  #running: Promise<void> | undefined

  constructor(deps: CourierDeps) {
    this.#deps = deps
    this.#failure.promise.catch(() => undefined)
  }

  /** Rejects with what nobody understands; the process must exit. */
  get failed(): Promise<never> {
    return this.#failure.promise
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => this.#failure.reject(error))
  }

  /** There may be something to send. */
  wake(): void {
    this.#wake.resolve()
  }

  /** Waits for what is on its way, as long as a service may take to answer. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    await this.#running
    await Promise.all(this.#working.values())
  }

  async #run(): Promise<void> {
    const { sleep } = this.#deps
    while (!this.#stopping.signal.aborted) {
      const { promise } = this.#wake
      const waitMs = await this.#patiently(() => this.#round(), idleMs)
      const over = new AbortController()
      await Promise.race([promise, sleep(waitMs, over.signal)])
      over.abort()
      this.#wake = Promise.withResolvers<void>()
    }
  }

  /** Begins as much as can be begun. Returns when to look again. */
  async #round(): Promise<number> {
    const { copies, route, clock, newToken } = this.#deps
    const nowMs = clock()
    await this.#promote(nowMs)
    const {
      ready,
      busy,
      health,
      nextMs = Number.POSITIVE_INFINITY,
    } = await copies.queue(route.name, nowMs)
    if (health.pausedUntilMs > nowMs) return Math.min(pausedMs, health.pausedUntilMs - nowMs)
    const taken = new Set([...busy.keys(), ...this.#working.keys()])
    const waits = [nextMs, ...busy.values()]
    for (const { id, address } of ready) {
      if (this.#working.size >= atOnceMax || this.#stopping.signal.aborted) break
      if (taken.has(address)) continue
      taken.add(address)
      const lease = { channel: route.name, address, token: newToken() }
      const { rates } = route.channel
      const isProbe = isDown(health)
      const asked = { nowMs, untilMs: nowMs + leaseMs, rates, isProbe }
      const refusal = await copies.lease(lease, asked)
      if (refusal) waits.push(refusal.untilMs)
      if (refusal?.per === 'channel') break
      if (refusal) continue
      this.#begin(id, lease)
      if (isProbe) break
    }
    return Math.max(1, Math.min(idleMs, ...waits.map((atMs) => atMs - nowMs)))
  }

  async #promote(nowMs: number): Promise<void> {
    const { copies, route } = this.#deps
    const due = await copies.due(route.name, nowMs)
    if (due.length === 0) return
    const found = await copies.load(route.name, due)
    // One by one: what has changed meanwhile stands where it should already.
    for (const copy of found) {
      if (copy) await copies.save(route.name, { copies: [copy], nowMs })
    }
  }

  #begin(id: string, lease: Lease): void {
    const work = this.#serve(id, lease)
      .catch((error: unknown) => {
        // The lease ends by itself, and somebody tries again.
        if (!isRetryable(error)) this.#failure.reject(error)
      })
      .finally(() => {
        this.#working.delete(lease.address)
        this.wake()
      })
    this.#working.set(lease.address, work)
  }

  async #serve(id: string, lease: Lease): Promise<void> {
    const { copies, route } = this.#deps
    const [copy] = await copies.load(route.name, [id])
    const errand = copy && isBehind(copy) ? await errandOf(copy, lease, this.#deps) : undefined
    if (errand === undefined) return copies.release(lease, 0)
    const delivered = await this.#deliver(errand)
    const yieldUntilMs = errand.send && (await this.#report(delivered))
    const attempt = {
      ...{ ...errand.brings, delivered },
      ...(yieldUntilMs === undefined ? {} : { yieldUntilMs }),
    }
    const saved = await this.#keep(errand, attempt, lease)
    await copies.release(lease, 0)
    if (saved.state === 'dead' && !isDecided(saved)) this.#deps.onDead(saved)
  }

  async #deliver(errand: Errand): Promise<Delivered> {
    const { sleep, onDelivered } = this.#deps
    if (errand.send === undefined) return errand.known
    const ending = new AbortController()
    const late = sleep(answerWithinMs, ending.signal).then((): Delivered => {
      return { kind: 'later', code: 'no-answer' }
    })
    try {
      const delivered = await Promise.race([errand.send(ending.signal), late])
      const code = delivered.kind === 'shown' ? undefined : delivered.code
      onDelivered(delivered.kind, errand.copy, code)
      return delivered
    } catch (error) {
      // A channel that breaks must not take the others down with it; its message can be tried again by hand.
      const code = isHoldpointError(error) ? error.code : 'HP_INTERNAL'
      onDelivered('thrown', errand.copy, code)
      return { kind: 'refused', code }
    } finally {
      ending.abort()
    }
  }

  /** Tells all replicas how the service fares. Returns until when the message waits for it, where a failure is the service's and not its own. */
  async #report(delivered: Delivered): Promise<number | undefined> {
    const { copies, route, clock, random } = this.#deps
    const { health } = await copies.tally(route.name)
    if (delivered.kind !== 'later') {
      if (health.failures > 0 || health.pausedUntilMs > 0) await copies.health(route.name, healthy)
      return undefined
    }
    const { afterMs } = delivered
    if (afterMs === undefined) {
      const after = afterFailure(health, clock(), random())
      await copies.health(route.name, after)
      return isDown(after) ? after.pausedUntilMs + yieldMs : undefined
    }
    await copies.health(route.name, afterWait(health, clock() + afterMs))
    return 0
  }

  /** Stores what came of it, whatever has changed meanwhile: a message that was sent must be found again. */
  async #keep(errand: Errand, attempt: Attempt, lease: Lease): Promise<Copy> {
    const { copies, route, clock, random } = this.#deps
    const chance = random()
    let copy = errand.copy
    for (let tried = 0; ; tried++) {
      const nowMs = clock()
      const next = steppedBack(settled(copy, attempt, nowMs, chance), errand, nowMs)
      const saving = { copies: [next], nowMs, lease }
      if (await this.#patiently(() => copies.save(route.name, saving), false)) return next
      const [fresh] = await this.#patiently(() => copies.load(route.name, [copy.id]), [])
      // Only the answer was lost.
      if (fresh && isSame(fresh, { ...next, version: next.version + 1 })) return next
      if (tried >= saveTries) return this.#orphaned(copy, attempt)
      if (fresh) copy = fresh
    }
  }

  /** Somebody else has taken over: the message that we have sent is a copy of its own then. */
  async #orphaned(copy: Copy, { delivered }: Attempt): Promise<Copy> {
    const { copies, route, clock } = this.#deps
    if (delivered.kind !== 'shown') return copy
    const nowMs = clock()
    const found = adopted(copy, delivered.handle, `${copy.id}${copy.version}`, nowMs)
    if (found) await copies.save(route.name, { copies: [found], nowMs })
    return copy
  }

  /** Waits out a store that is away. */
  async #patiently<T>(act: () => Promise<T>, otherwise: T): Promise<T> {
    for (let tried = 0; tried < saveTries; tried++) {
      try {
        return await act()
      } catch (error) {
        if (!isRetryable(error)) throw error
        await this.#deps.sleep(saveAgainMs)
      }
    }
    return otherwise
  }
}

/** Wants what could not be shown even when it set out: that comes later, and not again and again at once. */
function steppedBack(copy: Copy, { copy: before, brings, holdUntilMs }: Errand, nowMs: number) {
  const isShort = copy.state === 'live' && wanted(before) > brings.shown
  if (!isShort || !isBehind(copy) || copy.notBeforeMs > nowMs) return copy
  return { ...copy, notBeforeMs: holdUntilMs ?? nowMs + stepBackMs }
}

const isSame = (one: Copy, two: Copy): boolean => canonicalize(one) === canonicalize(two)

const isRetryable = (error: unknown): boolean =>
  isHoldpointError(error) && error.kind === 'retryable'
