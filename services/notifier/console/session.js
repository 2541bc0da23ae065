// @ts-check
/** Signing in through the issuer, and tokens for single decisions. Nothing here proves anything to this page: the notifier and the gate check. */

const storeKey = 'holdpoint.session'
/** Signed out a little before the token ends, so that no request is sent in vain. */
const earlyMs = 5_000

/**
 * @typedef {{ deployment: string, issuer: string, isDemo: boolean, hasAccounts?: boolean }} Settings
 * @typedef {{ token: string, name: string, subject: string, expiresMs: number }} Session
 */

/** @returns {Promise<Settings>} */
export async function loadSettings() {
  const answer = await fetch('/console/settings')
  if (!answer.ok) throw new Error('the notifier does not answer')
  return answer.json()
}

/** @returns {Session | undefined} */
export function currentSession() {
  const text = sessionStorage.getItem(storeKey)
  const session = text === null ? undefined : /** @type {Session} */ (JSON.parse(text))
  if (session !== undefined && session.expiresMs - earlyMs > Date.now()) return session
  sessionStorage.removeItem(storeKey)
  return undefined
}

export function signOut() {
  sessionStorage.removeItem(storeKey)
}

/**
 * Only the demo's issuer has such a list.
 * @param {Settings} settings
 * @returns {Promise<{ subject: string, name: string }[]>}
 */
export async function demoPeople({ issuer }) {
  const { people } = await askIssuer(`${issuer}/people`)
  return people
}

/**
 * @param {Settings} settings
 * @param {string} person
 */
export async function signInDemo(settings, person) {
  return keep(await demoToken(settings, person))
}

/**
 * @param {Settings} settings
 * @param {string} person
 * @param {string} [nonce]
 * @returns {Promise<string>}
 */
export async function demoToken({ issuer }, person, nonce) {
  const { id_token: token } = await askIssuer(`${issuer}/token`, {
    person,
    ...(nonce === undefined ? {} : { nonce }),
  })
  return token
}

/**
 * A token minted for this very thing; what was typed, where the issuer is not the demo's.
 * @param {Settings} settings
 * @param {string} typed
 * @param {string} nonce
 */
export async function signed(settings, typed, nonce) {
  if (!settings.isDemo) return typed.trim()
  const session = currentSession()
  if (session === undefined) throw new Error('Your session has ended: sign in again.')
  return demoToken(settings, session.subject, nonce)
}

/**
 * @param {string} token an ID token, as typed or minted
 * @returns {Session}
 */
export function keep(token) {
  const { sub, name = sub, exp } = claimsOf(token)
  const session = { token, name, subject: sub, expiresMs: exp * 1000 }
  sessionStorage.setItem(storeKey, JSON.stringify(session))
  return session
}

/** @param {string} token */
function claimsOf(token) {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new Error('That is not an ID token.')
  }
}

/**
 * @param {string} url
 * @param {object} [body]
 */
async function askIssuer(url, body) {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const answer = await fetch(url, body === undefined ? {} : post).catch(() => undefined)
  if (answer === undefined || !answer.ok) throw new Error('The issuer does not answer.')
  return answer.json()
}
