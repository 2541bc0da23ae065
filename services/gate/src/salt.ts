/** Salts of views: made from a secret and the place of the view, so that a batch done twice gives the same bytes and nobody outside can guess. */
import type { Secret } from '@holdpoint/seal'

/** base64url, 32 bytes. */
export function saltFor(secret: Secret, place: string): string {
  return secret.mac('holdpoint.view-salt.v1', place).toString('base64url')
}
