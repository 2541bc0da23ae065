/** The token with which we call the Bot Connector: client credentials, by secret or by a statement signed with the app's certificate. Kept until shortly before it ends. */
import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'
import type { Secret } from '@holdpoint/seal'
import { SignJWT } from 'jose'

const scope = 'https://api.botframework.com/.default'
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** A token that ends in the middle of a call is worth nothing. */
const marginMs = 5 * 60 * 1000
const assertionSeconds = 300
const answerCharsMax = 64 * 1024

export type Credential =
  | { readonly kind: 'secret'; readonly secret: Secret }
  | { readonly kind: 'certificate'; readonly key: KeyObject; readonly thumbprint: string }

export interface TokenDeps {
  readonly appId: string
  /** `https://login…/<tenant>/oauth2/v2.0/token` */
  readonly url: string
  readonly credential: Credential
  readonly clock: () => number
  readonly fetch: typeof fetch
  readonly newId: () => string
}

export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string }
  /** `isFinal`: the login service knows us and says no. */
  | { readonly kind: 'none'; readonly code: string; readonly isFinal: boolean }

/** Both as PEM. Throws HP_CONFIG where they don't belong together, or are none. */
export function certificateCredential(cert: string, key: string): Credential {
  const [certificate, privateKey] = [
    readPem(() => new X509Certificate(cert)),
    readPem(() => createPrivateKey(key)),
  ]
  if (!certificate.checkPrivateKey(privateKey)) throw notACertificate()
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url')
  return { kind: 'certificate', key: privateKey, thumbprint }
}

/** The platform's own messages may quote what it read. */
function readPem<T>(read: () => T): T {
  try {
    return read()
  } catch {
    throw notACertificate()
  }
}

const notACertificate = () =>
  new HoldpointError('HP_CONFIG', {
    ...{ file: 'channel', field: 'certificate' },
    rule: 'must be a certificate and its own private key, as PEM',
  })

export class AppToken {
  readonly #deps: TokenDeps
  #known: { readonly token: string; readonly untilMs: number } | undefined
  #underWay: Promise<TokenAnswer> | undefined

  constructor(deps: TokenDeps) {
    this.#deps = deps
  }

  /** Never rejects. Several who ask at once get one. */
  async current(signal: AbortSignal): Promise<TokenAnswer> {
    if (this.#known !== undefined && this.#known.untilMs > this.#deps.clock()) {
      return { kind: 'token', token: this.#known.token }
    }
    this.#underWay ??= this.#fetch(signal).finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  /** The service did not take it. */
  forget(token: string): void {
    if (this.#known?.token === token) this.#known = undefined
  }

  async #fetch(signal: AbortSignal): Promise<TokenAnswer> {
    const { url, clock, fetch } = this.#deps
    const form = { grant_type: 'client_credentials', scope, ...(await this.#credentials()) }
    try {
      const body = new URLSearchParams(form)
      const response = await fetch(url, { method: 'POST', body, signal, redirect: 'error' })
      const answer = JSON.parse((await response.text()).slice(0, answerCharsMax))
      const { access_token: token, expires_in: seconds, error } = answer
      if (typeof token !== 'string' || typeof seconds !== 'number') {
        const code = /^\w{1,40}$/.exec(String(error))?.[0] ?? String(response.status)
        return { kind: 'none', code: `login ${code}`, isFinal: isFinal(response.status) }
      }
      this.#known = { token, untilMs: clock() + seconds * 1000 - marginMs }
      return { kind: 'token', token }
    } catch {
      // No answer, or none of the login service: nothing of it may be in a log.
      return { kind: 'none', code: 'login unreachable', isFinal: false }
    }
  }

  async #credentials(): Promise<Record<string, string>> {
    const { appId, credential } = this.#deps
    if (credential.kind === 'secret') {
      return { client_id: appId, client_secret: String(credential.secret.reveal()) }
    }
    const assertion = await this.#assertion(credential.key, credential.thumbprint)
    return {
      client_id: appId,
      client_assertion_type: assertionType,
      client_assertion: assertion,
    }
  }

  #assertion(key: KeyObject, thumbprint: string): Promise<string> {
    const { appId, url, clock, newId } = this.#deps
    const seconds = Math.floor(clock() / 1000)
    return new SignJWT({ jti: newId() })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
      .setIssuer(appId)
      .setSubject(appId)
      .setAudience(url)
      .setNotBefore(seconds)
      .setExpirationTime(seconds + assertionSeconds)
      .sign(key)
  }
}

const isFinal = (status: number): boolean => status === 400 || status === 401 || status === 403
