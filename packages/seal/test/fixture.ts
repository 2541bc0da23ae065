/** Parties, times and digests that the tests of this package share. */
import type { Action, ActionId, Digest } from '@holdpoint/contracts'
import fc from 'fast-check'
import { generateKey, keysOf, Signer } from '../src/key.ts'

export const deployment = 'urn:holdpoint:test'
export const nowMs = Date.UTC(2026, 5, 1, 12)
export const actionId = '01890a5d-ac96-774b-bcce-b302099a8057' as ActionId
export const otherId = '01890a5d-ac96-774b-bcce-b302099a8058' as ActionId
export const salt = Buffer.alloc(32, 7).toString('base64url')
export const digest = (fill: string): Digest => `sha256:${fill.repeat(42)}A` as Digest

export const action: Action = {
  id: actionId,
  type: 'payments.refund',
  agent: { id: 'billing-bot', run: 'run-1' },
  params: { amount: 1250, currency: 'EUR' },
}

export function party(): { readonly signer: Signer; readonly keyOf: ReturnType<typeof keysOf> } {
  const pair = generateKey()
  return { signer: new Signer(pair.privateJwk), keyOf: keysOf(pair.publicJwk) }
}

/** The text with one bit of one character flipped, for every way of doing so that fast-check picks. */
export function oneBitFlipped(text: string): fc.Arbitrary<string> {
  return fc.record({ at: fc.nat(text.length - 1), bit: fc.nat(6) }).map(({ at, bit }) => {
    const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit))
    return text.slice(0, at) + flipped + text.slice(at + 1)
  })
}
