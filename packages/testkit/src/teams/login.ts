/** The login service's token endpoint: client credentials with a secret, or with a statement that the app's certificate has signed. */
import type { KeyObject } from 'node:crypto'
import { jwtVerify } from 'jose'
import type { IssuedTokens } from './signing.ts'

const scope = 'https://api.botframework.com/.default'
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export interface App {
  readonly id: string
  readonly secret: string
  /** Public key of its certificate, where it has one. */
  readonly publicKey?: KeyObject
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export async function giveToken(
  form: URLSearchParams,
  url: string,
  app: App,
  tokens: IssuedTokens,
): Promise<Reply> {
  if (form.get('grant_type') !== 'client_credentials') return refuse(400, 'unsupported_grant_type')
  if (form.get('scope') !== scope) return refuse(400, 'invalid_scope')
  if (form.get('client_id') !== app.id) return refuse(400, 'unauthorized_client')
  const isKnown =
    form.get('client_secret') === app.secret ||
    (form.get('client_assertion_type') === assertionType &&
      (await isSigned(form.get('client_assertion') ?? '', url, app)))
  return isKnown ? { status: 200, body: tokens.issue() } : refuse(401, 'invalid_client')
}

async function isSigned(assertion: string, url: string, app: App): Promise<boolean> {
  if (app.publicKey === undefined) return false
  const options = { audience: url, issuer: app.id, subject: app.id, algorithms: ['PS256'] }
  return jwtVerify(assertion, app.publicKey, { ...options, requiredClaims: ['jti', 'exp'] }).then(
    ({ protectedHeader }) => protectedHeader['x5t#S256'] !== undefined,
    () => false,
  )
}

/** The description that the real service gives names tenant and app. */
const refuse = (status: number, error: string): Reply => ({
  status,
  body: { error, error_description: `AADSTS7000215: ${error}`, error_codes: [7000215] },
})
