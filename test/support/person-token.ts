/** ID tokens as the issuer of a test deployment would give them, and as it never would. */
import type { PrivateJwk } from '@holdpoint/seal'
import { importJWK, SignJWT } from 'jose'

const lifeDefault = '5m'

export interface TokenFor {
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly key: PrivateJwk
  readonly nonce?: string
  readonly typ?: string
  /** As jose spells it; a minus lets it end in the past. */
  readonly life?: string
}

export async function personToken({
  issuer,
  audience,
  subject,
  key,
  nonce,
  typ = 'JWT',
  life = lifeDefault,
}: TokenFor): Promise<string> {
  return new SignJWT(nonce === undefined ? {} : { nonce })
    .setProtectedHeader({
      alg: 'EdDSA',
      typ,
      ...(key.kid === undefined ? {} : { kid: key.kid }),
    })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(life)
    .sign(await importJWK({ ...key }, 'EdDSA'))
}
