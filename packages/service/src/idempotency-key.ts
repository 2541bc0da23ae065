/** The caller's own name for a command (`Idempotency-Key`): asked again under it, it is the same command. */
import { HoldpointError } from '@holdpoint/contracts'

const keyPattern = /^[\x21-\x7e]{1,256}$/

/** Undefined where the caller gave none. Throws HP_FIELD_INVALID. */
export function idempotencyKey(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    const rule = 'must be 1 to 256 printable ASCII characters'
    throw new HoldpointError('HP_FIELD_INVALID', { field: 'idempotency-key', rule })
  }
  return key
}
