/**
 * A sum over all open actions, their revisions and owners, kept up to date change by change and committed in the slot's record. At takeover the store's `open` must add
 * up to it: an older copy put back by hand has valid MACs but another sum.
 */
import type { Secret } from '@holdpoint/seal'
import type { OpenEntry } from './port.ts'

/** Modulo 2^128: no order to keep, what was added can be taken away, and without the key nobody finds a second set with the same sum. */
const modulusBits = 128

export class OpenSum {
  readonly #secret: Secret
  #sum = 0n

  constructor(secret: Secret) {
    this.#secret = secret
  }

  add(id: string, entry: OpenEntry): void {
    this.#sum = BigInt.asUintN(modulusBits, this.#sum + this.#term(id, entry))
  }

  remove(id: string, entry: OpenEntry): void {
    this.#sum = BigInt.asUintN(modulusBits, this.#sum - this.#term(id, entry))
  }

  /** 32 hex digits. */
  toString(): string {
    return this.#sum.toString(16).padStart(modulusBits / 4, '0')
  }

  #term(id: string, { revision, owner }: OpenEntry): bigint {
    const parts = owner === undefined ? [] : [owner]
    const mac = this.#secret.mac('holdpoint.open.v1', id, String(revision), ...parts)
    return BigInt(`0x${mac.toString('hex', 0, modulusBits / 8)}`)
  }
}
