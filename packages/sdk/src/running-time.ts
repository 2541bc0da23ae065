/** How long a claim still runs: when it is over its signal aborts. The claimer may ask the gate for more, never beyond what a claim may run in all. */
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import type { Receipt } from '@holdpoint/seal'
import { persist } from './persist.ts'
import { type Release, readReceipt } from './release.ts'
import type { Workshop } from './workshop.ts'

export class RunningTime {
  readonly #release: Release
  readonly #shop: Workshop
  readonly #over = new AbortController()
  /** Aborts when the work has come to its end, whatever that is. */
  readonly #done = new AbortController()
  /** Of the wait for the present deadline. */
  #moved = new AbortController()
  #receipt: Receipt
  #isKept = false

  constructor(release: Release, receipt: Receipt, shop: Workshop) {
    this.#release = release
    this.#receipt = receipt
    this.#shop = shop
    this.#wait()
  }

  /** Aborts when the claim ends; nothing brings it back. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** Asks for this much from now on; resolves with when the claim ends now, which may be earlier. Rejects where the gate gives nothing, or the claim has ended. */
  async extend(forMs: number): Promise<number> {
    this.signal.throwIfAborted()
    if (!Number.isInteger(forMs) || forMs < 1) {
      const rule = 'must be a whole number of milliseconds, at least 1'
      throw new HoldpointError('HP_FIELD_INVALID', { field: 'forMs', rule })
    }
    const longer = await this.#ask(forMs)
    this.signal.throwIfAborted()
    if (longer.expiresMs > this.#receipt.expiresMs) {
      this.#receipt = longer
      this.#wait()
    }
    return this.#receipt.expiresMs
  }

  /** From now on it is extended whenever half of what is left has passed, until the work is done or the gate gives no more. */
  keep(): void {
    if (this.#isKept) return
    this.#isKept = true
    this.#keepOn().catch((error: unknown) => {
      if (!isHoldpointError(error)) throw error
    })
  }

  end(): void {
    this.#done.abort()
    this.#moved.abort()
  }

  async #keepOn(): Promise<void> {
    const { surroundings } = this.#shop.identity
    const { actionId } = this.#release.grant
    const { issuedMs, expiresMs } = this.#receipt
    const isOver = () => this.#done.signal.aborted || this.signal.aborted
    for (;;) {
      const leftMs = this.#receipt.expiresMs - surroundings.nowMs()
      await surroundings.sleep(Math.max(0, leftMs / 2), this.#done.signal)
      if (isOver()) return
      try {
        const untilMs = await this.extend(Math.max(1, expiresMs - issuedMs))
        if (!isOver()) this.#shop.emit({ kind: 'extended', actionId, untilMs })
      } catch (error) {
        if (isOver()) return
        if (!isHoldpointError(error)) throw error
        // What is left still counts; then it is unknown, and a person looks.
        this.#shop.emit({ kind: 'unextended', actionId, error })
        return
      }
    }
  }

  async #ask(forMs: number): Promise<Receipt> {
    const { identity, transport, trust } = this.#shop
    const { surroundings } = identity
    const { actionId } = this.#release.grant
    const { claimId, expiresMs } = this.#receipt
    // One request, however often it is sent: the gate knows it by its bytes.
    const request = identity.request(actionId, 'extend', { claim: claimId, forMs })
    const ask = () => transport.extend(actionId, request)
    const answer = await persist(ask, {
      ...{ untilMs: expiresMs, signal: this.#done.signal, surroundings },
    })
    const { receipt } = (answer ?? {}) as { receipt?: unknown }
    const longer = readReceipt(receipt, this.#release, {
      ...{ trust, executor: identity.id, keyThumbprint: identity.signer.kid },
      nowMs: surroundings.nowMs(),
    })
    if (longer.claimId !== claimId) {
      throw new HoldpointError('HP_RECEIPT_INVALID', { rule: 'is for another claim' })
    }
    return longer
  }

  /** Until the deadline of the receipt at hand. */
  #wait(): void {
    const { surroundings } = this.#shop.identity
    this.#moved.abort()
    const moved = new AbortController()
    this.#moved = moved
    const leftMs = Math.max(0, this.#receipt.expiresMs - surroundings.nowMs())
    surroundings.sleep(leftMs, moved.signal).then(() => {
      if (moved.signal.aborted) return
      this.#over.abort(new HoldpointError('HP_RECEIPT_INVALID', { rule: 'has expired' }))
    })
  }
}
