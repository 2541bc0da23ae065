/** `dev.holdpoint.dead-letter.v1` on `dlq.<group>.<topic>`: a pointer to a record that could not be handled, and why. Never a copy of it. */
import Type, { type Static } from 'typebox'
import { Name, Source, strict, TimeMs } from '../shapes.ts'

export const deadLetter = 'dev.holdpoint.dead-letter.v1'

export const DeadLetter = strict({
  source: Source,
  group: Name,
  code: Type.String(),
  field: Type.Optional(Type.String({ maxLength: 256 })),
  message: Type.String({ maxLength: 512 }),
  atMs: TimeMs,
})
export type DeadLetter = Static<typeof DeadLetter>
