/** Which seals a claim's receipt opens: what was claimed, and for a reversal what that takes back. */
import type { Receipt } from './receipt.ts'
import type { SealBinding } from './sealer.ts'

/** What must be bound into a seal for it to be opened. */
export type Expected = SealBinding extends infer B
  ? B extends SealBinding
    ? Omit<B, 'presented'> & { readonly deployment: string }
    : never
  : never

/** Of what the receipt opens, what this seal says it is; what it is bound to must be compared in full. `header` is not proven yet. */
export function bindingFor(receipt: Receipt, header: Readonly<Record<string, unknown>>): Expected {
  const { deployment, actionId, intended, reverses } = receipt
  const own = { kind: 'action', deployment, actionId, intended } as const
  if (!reverses) return own
  const { actionId: original, intended: meant, reported } = reverses
  const more: Expected[] = [{ kind: 'action', deployment, actionId: original, intended: meant }]
  if (reported) more.push({ kind: 'outcome', deployment, actionId: original, reported })
  const { kind, actionId: sealed } = (header['hp'] ?? {}) as Readonly<Record<string, unknown>>
  return more.find((each) => each.kind === kind && each.actionId === sealed) ?? own
}
