/** The unsealing role's one answer: the original for the executor that holds the claim, or a result for the agent it is cleared for. Nothing of it is logged or kept. */
import { check, parseJson, recordBytesMax, strict } from '@holdpoint/contracts'
import type { Trust } from '@holdpoint/seal'
import type { Unsealer } from '@holdpoint/seal/unseal'
import Type from 'typebox'

/** The sealed original of the largest intake, a receipt and a proof. */
export const unsealBytesMax = recordBytesMax

const UnsealRequest = strict({
  /** Compact JWE from the grant, or from the ending. */
  sealed: Type.String(),
  /** The gate's answer to the claim, or from the ending. */
  receipt: Type.String({ maxLength: 8192 }),
  /** A request to `unseal` signed by the key that the receipt is bound to. */
  proof: Type.String({ maxLength: 8192 }),
})

export interface UnsealAnswer {
  /** As sealed: canonical JSON of `{action, salt, proof}`, or `{outcome, salt, proof}`. */
  readonly plaintext: Buffer
  /** For the log. */
  readonly who: { readonly actionId: string; readonly claimId: string } & (
    | { readonly executor: string }
    | { readonly agent: string }
  )
}

/** Throws HP_JSON_*, HP_FIELD_INVALID, HP_RECEIPT_INVALID, HP_AUTH or HP_SEAL_INVALID. */
export async function unseal(
  body: Uint8Array,
  { unsealer, trust }: { readonly unsealer: Unsealer; readonly trust: Trust },
  nowMs: number,
): Promise<UnsealAnswer> {
  const request = check(UnsealRequest, parseJson(body, { bytesMax: unsealBytesMax }))
  const { plaintext, receipt } = await unsealer.unseal(request, { trust, atMs: nowMs })
  const { actionId, claimId } = receipt
  const holder = 'agent' in receipt ? { agent: receipt.agent } : { executor: receipt.executor }
  return { plaintext, who: { actionId, claimId, ...holder } }
}
