/** ID tokens as the issuer of a test deployment would give them. */
import type { PrivateJwk } from '@holdpoint/seal'
import { importJWK, SignJWT } from 'jose'

export interface TokenFor {
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly key: PrivateJwk
  readonly nonce?: string
}

export async function personToken({
  issuer,
  audience,
  subject,
  key,
  nonce,
}: TokenFor): Promise<string> {
  return new SignJWT(nonce === undefined ? {} : { nonce })
    .setProtectedHeader({
      alg: 'EdDSA',
      typ: 'JWT',
      ...(key.kid === undefined ? {} : { kid: key.kid }),
    })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importJWK({ ...key }, 'EdDSA'))
}
