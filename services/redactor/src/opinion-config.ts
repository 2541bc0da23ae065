/** Settings of the second opinion: an analyzer that speaks Presidio's contract. Off unless given. */
import { type EntityType, types } from '@holdpoint/redaction'
import { Path } from '@holdpoint/service'
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false } as const
const EntityName = '^[A-Z][A-Z0-9_]{0,63}$'
/** Originals go there: over TLS, or not off this machine. */
const Address =
  '^(https://[^/\\s@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]{1,5})?)/\\S*$'

export const OpinionConfig = Type.Object(
  {
    /** Of `POST /analyze`: https, or http on this machine. */
    url: Type.String({ pattern: Address, maxLength: 2048 }),
    /** PEM file of certificate authorities. Default: the platform's. */
    ca: Type.Optional(Path),
    /** Of the texts, as the analyzer names it. Default `en`. */
    language: Type.Optional(Type.String({ pattern: '^[a-z]{2}(-[A-Za-z]{2,8})?$' })),
    /** Its type → ours; what is not listed is not heard. Default: `opinionTypes`. */
    types: Type.Optional(
      Type.Record(
        Type.String({ pattern: EntityName }),
        Type.Unsafe<EntityType>(Type.Union(Object.keys(types).map((name) => Type.Literal(name)))),
        { additionalProperties: false },
      ),
    ),
    /** Least score that is heard. Default 0.5. */
    scoreMin: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** Texts shorter than this are not sent. Default 20 characters. */
    charsMin: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Nor are longer ones. Default 20,000. */
    charsMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 262_144 })),
    /** For all texts of a record. Default 500. */
    deadlineMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
    /** Requests at a time, of each worker. Default 4. */
    concurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
  },
  strict,
)
export type OpinionConfig = Static<typeof OpinionConfig>

/** What Presidio finds and the engine has a name for. No dates, URLs or groups: they are not masked. */
export const opinionTypes: Readonly<Record<string, EntityType>> = {
  CREDIT_CARD: 'CARD',
  CRYPTO: 'CRYPTO_ADDRESS',
  EMAIL_ADDRESS: 'EMAIL',
  IBAN_CODE: 'IBAN',
  IP_ADDRESS: 'IP',
  PERSON: 'PERSON',
  PHONE_NUMBER: 'PHONE',
  UK_NHS: 'NATIONAL_ID',
  US_BANK_NUMBER: 'BANK_ACCOUNT',
  US_DRIVER_LICENSE: 'DRIVER_LICENCE',
  US_ITIN: 'US_ITIN',
  US_PASSPORT: 'PASSPORT',
  US_SSN: 'US_SSN',
}
