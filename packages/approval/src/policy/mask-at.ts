/** Puts placeholders into a raw action, so that one can see what a policy makes of it when the redactor finds something there. */
import { placeholder } from '@holdpoint/contracts'

export type Masked = { readonly action: unknown } | { readonly missing: string }

/** `pointers`: JSON Pointers into the action. `missing` is the first that leads nowhere. */
export function maskAt(action: unknown, pointers: readonly string[]): Masked {
  let masked = action
  for (const [at, pointer] of pointers.entries()) {
    const steps = pointer.split('/').slice(1).map(keyOf)
    const next = pointer.startsWith('/') ? replaceAt(masked, steps, `${at + 1}`) : undefined
    if (next === undefined) return { missing: pointer }
    masked = next
  }
  return { action: masked }
}

function replaceAt(value: unknown, steps: readonly string[], tag: string): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return placeholder('MASKED', tag)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  const inner = replaceAt((value as Record<string, unknown>)[step], rest, tag)
  if (inner === undefined) return undefined
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === step ? inner : item))
  return { ...value, [step]: inner }
}

function keyOf(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
