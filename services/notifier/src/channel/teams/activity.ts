/** What we read of what Teams sends: an activity of any kind, and the press of a button. Fields that we don't use may be there; what we use is bounded. */
import { ActionIdSchema, DigestSchema } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { guidPattern, idPattern } from './settings.ts'

const Id = Type.String({ pattern: idPattern })
const Word = Type.String({ minLength: 1, maxLength: 200 })
const Guid = Type.String({ pattern: guidPattern })
/** More than a choice and a sentence nobody types into a card. */
export const reasonCharsMax = 1000

export const Activity = Type.Object({
  type: Word,
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  name: Type.Optional(Word),
  timestamp: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
  channelId: Word,
  serviceUrl: Type.String({ pattern: '^https?://\\S{1,200}$' }),
  from: Type.Optional(Type.Object({ id: Id, aadObjectId: Type.Optional(Guid) })),
  conversation: Type.Optional(
    Type.Object({
      id: Id,
      conversationType: Type.Optional(Word),
      tenantId: Type.Optional(Guid),
    }),
  ),
  channelData: Type.Optional(Type.Object({ tenant: Type.Optional(Type.Object({ id: Guid })) })),
  replyToId: Type.Optional(Id),
  value: Type.Optional(Type.Unknown()),
})
export type Activity = Static<typeof Activity>

/** What our buttons carry, all under one key: what people type is merged in beside it. */
export const Locator = Type.Object(
  {
    v: Type.Literal(1),
    /** Action. */
    a: ActionIdSchema,
    /** Digest of the view that the copy showed. */
    d: Type.Optional(DigestSchema),
    /** Revision of the copy. */
    r: Type.Optional(Type.Integer({ minimum: 0 })),
    /** The copy showed everything. */
    c: Type.Optional(Type.Literal(1)),
  },
  { additionalProperties: false },
)
export type Locator = Static<typeof Locator>

export const verbs = { refresh: 'hp.refresh', approve: 'hp.approve', deny: 'hp.deny' } as const

export const Invoke = Type.Object({
  trigger: Type.Optional(Type.String({ maxLength: 20 })),
  action: Type.Object({
    verb: Type.String({ maxLength: 40 }),
    data: Type.Object({
      hp: Locator,
      in_preset: Type.Optional(Type.String({ maxLength: reasonCharsMax })),
      in_reason: Type.Optional(Type.String({ maxLength: reasonCharsMax })),
      in_why: Type.Optional(Type.String({ maxLength: reasonCharsMax })),
    }),
  }),
})
export type Invoke = Static<typeof Invoke>
