/** Shapes shared by several events. */
import Type, { type Static, type TSchema } from 'typebox'
import {
  type ActionId,
  actionIdPattern,
  actionTypePattern,
  type Digest,
  digestPattern,
  namePattern,
  originalIdPattern,
} from './ids.ts'
import { nameCharsMax, textCharsMax } from './limits.ts'

/** Objects refuse fields they do not name: a misspelt field is an error, not a surprise. */
export const strict = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

export const ActionIdSchema = Type.Unsafe<ActionId>(Type.String({ pattern: actionIdPattern }))
/** No reversal: a reversal is not reversed. */
export const OriginalIdSchema = Type.Unsafe<ActionId>(Type.String({ pattern: originalIdPattern }))
export const DigestSchema = Type.Unsafe<Digest>(Type.String({ pattern: digestPattern }))
export const Name = Type.String({ pattern: namePattern, maxLength: nameCharsMax })
export const ActionType = Type.String({ pattern: actionTypePattern, maxLength: nameCharsMax })
export const Text = Type.String({ maxLength: textCharsMax })
/** One of these words. A union of mapped literals would lose its type. */
export const oneOf = <const W extends string>(words: readonly W[]) =>
  Type.Unsafe<W>(Type.Union(words.map((word) => Type.Literal(word))))

/** Milliseconds since the epoch. */
export const TimeMs = Type.Integer({ minimum: 0 })
export const Count = Type.Integer({ minimum: 0 })
export const Rfc3339 = Type.String({ format: 'date-time', maxLength: 40 })
export const Base64url = Type.String({ pattern: '^[A-Za-z0-9_-]*$' })

/** Where a record stood: what a pointer in a dead letter or a finding refers to. */
export const Source = strict({ topic: Type.String(), partition: Count, offset: Count })
export type Source = Static<typeof Source>

/** What the redaction engine found, never the value. `path` is a JSON Pointer into the masked view, offsets are UTF-16 units of the masked string there. */
export const Finding = strict({
  path: Type.String(),
  start: Type.Optional(Count),
  end: Type.Optional(Count),
  in: Type.Optional(Type.Literal('key')),
  type: Type.String(),
  score: Type.Number({ minimum: 0, maximum: 1 }),
  detector: Type.String(),
})
export type Finding = Static<typeof Finding>

/** A value that lies beside the log: `commitment = sha256(salt ‖ JCS(value))`. */
export const View = strict({ salt: Base64url, value: Type.Unknown() })
export type View = Static<typeof View>
