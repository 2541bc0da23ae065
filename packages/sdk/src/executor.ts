/**
 * Runs what was approved: verify → claim → unseal → verify → run once → report. It remembers nothing across restarts: a claim that this key already had when it
 * was asked for belongs to a former life, and what that life did is not known, so the action is reported as unknown and never run.
 *
 * One key per running process: two that share one take each other's claims for their own former lives.
 */
import { type ActionId, HoldpointError, isHoldpointError, reversedType } from '@holdpoint/contracts'
import type { PrivateJwk, Trust } from '@holdpoint/seal'
import { claimGrant } from './claim.ts'
import type { ActionHandler } from './effect.ts'
import { Identity } from './identity.ts'
import { type Release, readRelease } from './release.ts'
import { Shelf } from './shelf.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'
import type { ExecutorTransport } from './transport.ts'
import { Turnstile } from './turnstile.ts'
import { workOff } from './work.ts'
import type { ExecutorEvent, Workshop } from './workshop.ts'

const concurrencyDefault = 4
/** What is frozen stays so for minutes at least; each time it is asked for is a line in the log. */
const frozenPauseMs = 15_000
/** Actions remembered as taken in this life; far more than can be offered again. */
const takenMax = 50_000

export interface ExecutorOptions {
  readonly id: string
  /** Ed25519; its public part stands under this executor in the trust file. */
  readonly key: PrivateJwk
  readonly audiences: readonly string[]
  /** By action type. Types that are not here are left to others. */
  readonly actions: Readonly<Record<string, ActionHandler>>
  readonly transport: ExecutorTransport
  readonly trust: Trust
  /** Actions in work at a time; default 4. Nothing is claimed that would have to wait. */
  readonly concurrency?: number
  /** Runs also what agents did not sign: only for deployments with trusted ingress topics. Default false. */
  readonly allowUnsigned?: boolean
  /**
   * Extends a claim by itself, at half of its time, from `begin` on until the handler comes back. Default false: a handler that hangs is known as unknown when
   * its policy's time is over, and not twelve times later.
   */
  readonly keepAlive?: boolean
  /** Takes nothing new after it aborts; what is claimed is finished. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: ExecutorEvent) => void
  readonly surroundings?: Surroundings
}

/** Resolves after the signal, when all that was claimed has been reported. Rejects when it can't go on: let the process end, and a supervisor start it again. */
export async function runExecutor(options: ExecutorOptions): Promise<void> {
  await new Executor(options).run()
}

class Executor {
  readonly #options: ExecutorOptions
  readonly #shop: Workshop
  readonly #stop = new AbortController()
  readonly #turnstile: Turnstile
  readonly #taken = new Set<ActionId>()
  readonly #working = new Set<Promise<void>>()
  readonly #frozen = new Shelf()
  #fault: { readonly error: unknown } | undefined

  constructor(options: ExecutorOptions) {
    const { trust, transport, allowUnsigned = false, onEvent = () => {} } = options
    const { surroundings = realSurroundings, concurrency = concurrencyDefault } = options
    this.#options = options
    this.#turnstile = new Turnstile(concurrency)
    this.#shop = {
      ...{ trust, transport, isUnsignedAllowed: allowUnsigned, emit: onEvent },
      isKeptAlive: options.keepAlive ?? false,
      identity: new Identity(options, trust.deployment, surroundings),
      stop: this.#stop.signal,
    }
  }

  async run(): Promise<void> {
    const { audiences, signal } = this.#options
    const { transport, identity, stop } = this.#shop
    const end = () => this.#stop.abort(new HoldpointError('HP_UNAVAILABLE', { what: identity.id }))
    if (signal?.aborted) return
    signal?.addEventListener('abort', end, { once: true })
    this.#start(this.#askAgain())
    try {
      await transport.grants({
        ...{ audiences, signal: stop },
        request: (audience) => identity.request('*', 'poll', { audience }),
        take: (issued) => this.#take(issued),
        unreadable: (error) => this.#refuse(error),
      })
    } catch (error) {
      if (!stop.aborted) this.#fault ??= { error }
    }
    end()
    await Promise.all(this.#working)
    signal?.removeEventListener('abort', end)
    if (this.#fault !== undefined) throw this.#fault.error
  }

  /** Comes back when the action is claimed or not ours; the work itself goes on behind it. */
  async #take(issued: unknown): Promise<void> {
    const release = this.#read(issued)
    if (release !== undefined) await this.#claim(release)
  }

  /** What stood frozen may have been thawed. */
  async #askAgain(): Promise<void> {
    const { stop, identity } = this.#shop
    while (!stop.aborted) {
      await identity.surroundings.sleep(frozenPauseMs, stop)
      if (stop.aborted) return
      await Promise.all(this.#frozen.clear().map((release) => this.#claim(release)))
    }
  }

  async #claim(release: Release): Promise<void> {
    const { actionId, type } = release.issued
    const { reverses } = release.grant
    // Only who ran the original may claim its reversal: that of another is no news.
    if (reverses !== undefined && reverses.executor !== this.#shop.identity.id) return
    const handler = this.#handlerOf(release)
    if (handler === undefined) return this.#shop.emit({ kind: 'skipped', actionId, type })
    if (this.#taken.has(actionId)) return
    this.#remember(actionId)
    let leave: (() => void) | undefined
    try {
      leave = await this.#turnstile.enter(this.#stop.signal)
      const claimed = await claimGrant(release, this.#shop)
      if (claimed === 'again' || claimed === 'frozen') this.#taken.delete(actionId)
      if (claimed === 'frozen') this.#frozen.put(release)
      if (typeof claimed === 'string') return leave()
      this.#start(workOff(release, claimed, handler, this.#shop).finally(leave))
    } catch (error) {
      this.#taken.delete(actionId)
      leave?.()
      throw error
    }
  }

  #handlerOf({ issued: { type }, grant: { reverses } }: Release): ActionHandler | undefined {
    const { actions } = this.#options
    const named = reverses === undefined ? type : (reversedType(type) ?? '')
    const handler = Object.hasOwn(actions, named) ? actions[named] : undefined
    return reverses === undefined || handler?.reverse ? handler : undefined
  }

  #read(issued: unknown): Release | undefined {
    const { trust, identity } = this.#shop
    const { audiences } = this.#options
    if (isForAnother(issued, audiences)) return undefined
    try {
      return readRelease(issued, { trust, audiences, nowMs: identity.surroundings.nowMs() })
    } catch (error) {
      this.#refuse(error)
      return undefined
    }
  }

  #refuse(error: unknown): void {
    if (!isHoldpointError(error)) throw error
    this.#shop.emit({ kind: 'refused', error })
  }

  #remember(actionId: ActionId): void {
    this.#taken.add(actionId)
    const [oldest] = this.#taken
    if (this.#taken.size > takenMax && oldest !== undefined) this.#taken.delete(oldest)
  }

  /** An error here is a defect: nothing more is taken, and `run` rejects with it. */
  #start(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => {
        this.#fault ??= { error }
        this.#stop.abort(error)
      })
      .finally(() => this.#working.delete(watched))
    this.#working.add(watched)
  }
}

/** Executors of several audiences read one topic: what is for others is no news. */
function isForAnother(issued: unknown, audiences: readonly string[]): boolean {
  const { audience } = (issued ?? {}) as { audience?: unknown }
  return typeof audience === 'string' && !audiences.includes(audience)
}
