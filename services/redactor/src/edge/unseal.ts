/** The unsealing role's one answer: the original, for the executor that holds the claim. Nothing of it is logged or kept. */
import { check, parseJson, recordBytesMax, strict } from '@holdpoint/contracts'
import type { Trust } from '@holdpoint/seal'
import type { Unsealer } from '@holdpoint/seal/unseal'
import Type from 'typebox'

/** The sealed original of the largest intake, a receipt and a proof. */
export const unsealBytesMax = recordBytesMax

const UnsealRequest = strict({
  /** Compact JWE from the grant. */
  sealed: Type.String(),
  /** The gate's answer to the claim. */
  receipt: Type.String({ maxLength: 8192 }),
  /** A request to `unseal` signed by the key that the receipt is bound to. */
  proof: Type.String({ maxLength: 8192 }),
})

export interface UnsealAnswer {
  /** As sealed: canonical JSON of `{action, salt, proof}`. */
  readonly plaintext: Buffer
  /** For the log. */
  readonly actionId: string
  readonly executor: string
  readonly claimId: string
}

/** Throws HP_JSON_*, HP_FIELD_INVALID, HP_RECEIPT_INVALID, HP_AUTH or HP_SEAL_INVALID. */
export async function unseal(
  body: Uint8Array,
  { unsealer, trust }: { readonly unsealer: Unsealer; readonly trust: Trust },
  nowMs: number,
): Promise<UnsealAnswer> {
  const request = check(UnsealRequest, parseJson(body, { bytesMax: unsealBytesMax }))
  const { plaintext, receipt } = await unsealer.unseal(request, { trust, atMs: nowMs })
  const { actionId, executor, claimId } = receipt
  return { plaintext, actionId, executor, claimId }
}
