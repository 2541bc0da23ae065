/** `dev.holdpoint.action.intended.v1`: what an agent wants to do, raw. Written by agents, read by the redactor only. */
import Type, { type Static, type TSchema } from 'typebox'
import {
  ActionIdSchema,
  ActionType,
  Name,
  OriginalIdSchema,
  Rfc3339,
  strict,
  Text,
} from '../shapes.ts'

export const actionIntended = 'dev.holdpoint.action.intended.v1'

/** Steps of a delegation; longer ones nobody could answer for. */
const delegatesMax = 8

/** One, or a list of them. */
export const oneOrChain = <T extends TSchema>(one: T) =>
  Type.Union([one, Type.Array(one, { minItems: 1, maxItems: delegatesMax })])

/** Everybody whom `onBehalfOf` names. */
export function principalsOf(
  onBehalfOf: string | readonly string[] | undefined,
): readonly string[] {
  if (onBehalfOf === undefined) return []
  return typeof onBehalfOf === 'string' ? [onBehalfOf] : onBehalfOf
}

export const Action = strict({
  id: ActionIdSchema,
  type: ActionType,
  agent: strict({
    id: Name,
    run: Type.Optional(Name),
    model: Type.Optional(Type.Unknown()),
    version: Type.Optional(Type.String({ maxLength: 128 })),
  }),
  /** The person this is done for: a directory id, or an e-mail address that the directory resolves. Where it was passed on, everybody on the way. */
  onBehalfOf: Type.Optional(oneOrChain(Type.String({ minLength: 1, maxLength: 256 }))),
  target: Type.Optional(
    strict({
      system: Type.Optional(Type.String({ maxLength: 1024 })),
      resource: Type.Optional(Type.String({ maxLength: 1024 })),
      environment: Type.Optional(Type.String({ maxLength: 1024 })),
    }),
  ),
  params: Type.Unknown(),
  justification: Type.Optional(Text),
  classification: Type.Optional(Type.Array(Name, { maxItems: 32 })),
  /** The action that this one takes back; then `id` is `<original>~n`. */
  reverses: Type.Optional(OriginalIdSchema),
  expiresAt: Type.Optional(Rfc3339),
})
/** An intended action; with every sensitive value replaced by a placeholder it is the *masked action*, of the same shape but for formats. */
export type Action = Static<typeof Action>

/** CloudEvents extension attributes of an intent: the agent's signed proof (compact JWS) and the salt of the intended digest (base64url). */
export const proofAttribute = 'hpproof'
export const saltAttribute = 'hpsalt'
