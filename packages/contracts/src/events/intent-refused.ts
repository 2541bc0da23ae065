/** `dev.holdpoint.intent.refused.v1`: a record that could not become an action. Written by the redactor so that the refusal is logged and the agent told. */
import Type, { type Static } from 'typebox'
import { Source, strict, TimeMs } from '../shapes.ts'

export const intentRefused = 'dev.holdpoint.intent.refused.v1'

export const IntentRefused = strict({
  /** What was refused. */
  kind: Type.Union([Type.Literal('intent'), Type.Literal('outcome')]),
  code: Type.String(),
  field: Type.Optional(Type.String({ maxLength: 256 })),
  /** The error's sentence; holds names of fields and limits, never values. */
  message: Type.String({ maxLength: 512 }),
  source: Source,
  receivedAtMs: TimeMs,
})
export type IntentRefused = Static<typeof IntentRefused>
