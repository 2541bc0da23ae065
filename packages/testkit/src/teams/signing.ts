/** Keys and tokens as the Bot Framework's token service has them: RS256, key ids, and endorsements that say which channels a key may speak for. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'

const keyBits = 2048
const tokenSeconds = 3600

export const botFrameworkIssuer = 'https://api.botframework.com'

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  /** As in the key set, with `endorsements`. */
  readonly jwk: Readonly<Record<string, unknown>>
}

/** `endorsements` left out: a key that speaks for no channel. */
export function signingKey(endorsements?: readonly string[]): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: keyBits })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const kid = createHash('sha1').update(n).digest('base64url')
  const endorsed = endorsements === undefined ? {} : { endorsements }
  return {
    kid,
    privateKey,
    jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, x5t: kid, n, e, ...endorsed },
  }
}

/** What a test says differently from a genuine token; `undefined` leaves a claim out. */
export interface TokenChange {
  readonly key?: SigningKey
  readonly alg?: string
  readonly kid?: string
  readonly claims?: Readonly<Record<string, unknown>>
}

/** Token with which the service calls a bot. */
export async function serviceToken(
  claims: { readonly appId: string; readonly serviceUrl: string; readonly nowMs: number },
  key: SigningKey,
  change: TokenChange = {},
): Promise<string> {
  const seconds = Math.floor(claims.nowMs / 1000)
  const payload: JWTPayload = {
    ...{ serviceurl: claims.serviceUrl, iss: botFrameworkIssuer, aud: claims.appId },
    ...{ nbf: seconds - 1, exp: seconds + tokenSeconds },
    ...change.claims,
  }
  const { kid, privateKey } = change.key ?? key
  return new SignJWT(JSON.parse(JSON.stringify(payload)) as JWTPayload)
    .setProtectedHeader({
      ...{ alg: change.alg ?? 'RS256', typ: 'JWT' },
      ...{ kid: change.kid ?? kid, x5t: kid },
    })
    .sign(privateKey)
}

/** Bearer tokens that the login service has given out to bots. */
export class IssuedTokens {
  readonly #expiryMs = new Map<string, number>()
  readonly #clock: () => number
  /** Seconds that a token lives. */
  lifeSeconds = tokenSeconds

  constructor(clock: () => number) {
    this.#clock = clock
  }

  issue(): { access_token: string; expires_in: number; token_type: string } {
    const token = `${randomUUID()}.${randomUUID()}`
    this.#expiryMs.set(token, this.#clock() + this.lifeSeconds * 1000)
    return { access_token: token, expires_in: this.lifeSeconds, token_type: 'Bearer' }
  }

  isGood(authorization: string | undefined): boolean {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
    return token !== undefined && (this.#expiryMs.get(token) ?? 0) > this.#clock()
  }

  revokeAll(): void {
    this.#expiryMs.clear()
  }
}
