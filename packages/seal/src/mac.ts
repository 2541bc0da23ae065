/** MACs and salts: how the redactor authenticates its records to the gate, and how salts come back the same on every repeat. */
import { HoldpointError } from '@holdpoint/contracts'
import { decodeBase64url } from './base64url.ts'
import { type Secret, sameBytes } from './secret.ts'

const recordLabel = 'holdpoint.record.v1'
const saltLabel = 'holdpoint.salt.v1'

/** What a record says: its event type, subject (action id, `''` where there is none) and data bytes as they travel. */
export interface MacParts {
  readonly type: string
  readonly subject: string
  readonly data: Uint8Array
}

/** 43 characters of base64url, for `hpmac`. */
export function recordMac(secret: Secret, record: MacParts): string {
  return secret.mac(recordLabel, record.type, record.subject, record.data).toString('base64url')
}

/** Throws HP_MAC_INVALID. `by` names who should have written it. */
export function checkRecordMac(
  secret: Secret,
  mac: string | undefined,
  record: MacParts,
  by = 'the redactor',
): void {
  const given = mac === undefined ? undefined : decodeBase64url(mac)
  const right = secret.mac(recordLabel, record.type, record.subject, record.data)
  if (given === undefined || !sameBytes(given, right)) {
    throw new HoldpointError('HP_MAC_INVALID', { by })
  }
}

/** Salt for the digests of one action: the same on every repeat, and not to be guessed without the secret. `purpose` keeps digests of one action apart. */
export function deriveSalt(secret: Secret, actionId: string, purpose: string): string {
  return secret.mac(saltLabel, purpose, actionId).toString('base64url')
}
