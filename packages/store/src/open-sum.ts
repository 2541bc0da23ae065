/**
 * A sum over all open actions and their revisions, kept up to date change by change and committed in the slot's record. At takeover the store's `open` must add
 * up to it: an older copy put back by hand has valid MACs but another sum.
 */
import type { Secret } from '@holdpoint/seal'

/** Modulo 2^128: no order to keep, what was added can be taken away, and without the key nobody finds a second set with the same sum. */
const modulusBits = 128

export class OpenSum {
  readonly #secret: Secret
  #sum = 0n

  constructor(secret: Secret) {
    this.#secret = secret
  }

  add(id: string, revision: number): void {
    this.#sum = BigInt.asUintN(modulusBits, this.#sum + this.#term(id, revision))
  }

  remove(id: string, revision: number): void {
    this.#sum = BigInt.asUintN(modulusBits, this.#sum - this.#term(id, revision))
  }

  /** 32 hex digits. */
  toString(): string {
    return this.#sum.toString(16).padStart(modulusBits / 4, '0')
  }

  #term(id: string, revision: number): bigint {
    const mac = this.#secret.mac('holdpoint.open.v1', id, String(revision))
    return BigInt(`0x${mac.toString('hex', 0, modulusBits / 8)}`)
  }
}
