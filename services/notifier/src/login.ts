/**
 * Logins that were just checked. A person's page and scripts send the same token with every request, and checking its signature takes longer than all else that is
 * done for one. Kept by digest, for the very trust file that they were checked against; who the person is, and what they may do, is looked up every time.
 */
import { hash } from 'node:crypto'
import { type PersonToken, type Trust, verifyPersonToken } from '@holdpoint/seal'

/** A key of an issuer that ends while a login is remembered counts this much longer. */
export const rememberedMs = 60_000
/** People who are at work at the same time; beyond, the one that was checked first is checked again. */
export const loginsMax = 1000

interface Login {
  readonly token: PersonToken
  readonly checkedMs: number
}

const checkedBy = new WeakMap<Trust, Map<string, Login>>()

/** Like `verifyPersonToken`. */
export async function verifyLogin(
  token: string,
  known: { readonly trust: Trust; readonly nowMs: number },
): Promise<PersonToken> {
  const { trust, nowMs } = known
  const logins = checkedBy.get(trust) ?? new Map<string, Login>()
  checkedBy.set(trust, logins)
  const digest = hash('sha256', token)
  const login = logins.get(digest)
  if (login && isFresh(login, nowMs)) return login.token
  logins.delete(digest)
  const checked = await verifyPersonToken(token, known)
  logins.set(digest, { token: checked, checkedMs: nowMs })
  const [first] = logins.keys()
  if (logins.size > loginsMax && first !== undefined) logins.delete(first)
  return checked
}

function isFresh({ token, checkedMs }: Login, nowMs: number): boolean {
  return nowMs >= checkedMs && nowMs < checkedMs + rememberedMs && nowMs < token.expiresMs
}
