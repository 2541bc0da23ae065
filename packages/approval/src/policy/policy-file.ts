/** The policy file's shape. */
import { ActionType, Assurance, Name, oneOf, risks, strict } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'

/** Rules of one file; each costs time on every action of its types. */
const rulesMax = 1000
/** People that one action may need. */
const quorumMax = 20
/** Reminders, and rungs of a ladder: more would be noise. */
const rungsMax = 10
const channelsMax = 10

/** Checked in code, which explains it better. */
const Duration = Type.String()
/** Type names with `*` for any run of characters. */
export const TypeGlob = Type.String({ pattern: '^[a-z*][a-z0-9_.*-]*$', maxLength: 128 })
const Title = Type.String({ minLength: 1, maxLength: 200 })
const Reason = Type.String({ minLength: 1, maxLength: 500 })
/** Labels are read in a narrow column. */
const Label = Type.String({ minLength: 1, maxLength: 60 })
const fieldsMax = 100
/** A parameter as people see it. `at`: JSON Pointer from `params` on. Shown in this order, before what is not listed. */
const Field = strict({
  at: Type.String({ pattern: '^(/[^/]*)+$', maxLength: 256 }),
  label: Label,
  /** It may stand in the title, and so in previews and subjects. */
  headline: Type.Optional(Type.Boolean()),
  as: Type.Optional(oneOf(['text', 'code'])),
})

const clocks = {
  decideWithin: Type.Optional(Duration),
  useWithin: Type.Optional(Duration),
  runWithin: Type.Optional(Duration),
}
const terms = {
  /** Name of the executors that may claim it. */
  audience: Type.Optional(Name),
  useWithin: Type.Optional(Duration),
  runWithin: Type.Optional(Duration),
  /** The agent may unseal its own result. */
  clearResult: Type.Optional(Type.Boolean()),
}
/** Without a justification of the agent the action is denied. */
const justificationRequired = Type.Optional(Type.Boolean())
const Channels = Type.Array(Name, { maxItems: channelsMax, uniqueItems: true })
const Escalation = Type.Array(
  strict({
    after: Duration,
    groups: Type.Optional(Type.Array(Name, { minItems: 1, maxItems: 20, uniqueItems: true })),
    channels: Type.Optional(Channels),
  }),
  { minItems: 1, maxItems: rungsMax },
)
const Groups = Type.Array(
  strict({ group: Name, min: Type.Optional(Type.Integer({ minimum: 0, maximum: quorumMax })) }),
  { maxItems: 20 },
)

export const RuleEntry = strict({
  name: Name,
  types: Type.Optional(Type.Array(TypeGlob, { minItems: 1, maxItems: 100 })),
  when: Type.Optional(Type.String({ minLength: 1 })),
  allow: Type.Optional(strict({ ...terms, justificationRequired })),
  deny: Type.Optional(strict({ reason: Type.Optional(Reason) })),
  require: Type.Optional(
    strict({
      ...terms,
      quorum: Type.Optional(Type.Integer({ minimum: 1, maximum: quorumMax })),
      groups: Type.Optional(Groups),
      assurance: Type.Optional(Assurance),
      denials: Type.Optional(Type.Integer({ minimum: 1, maximum: quorumMax })),
      reasonRequired: Type.Optional(Type.Boolean()),
      justificationRequired,
      /** How much is at stake, as people are shown it. */
      risk: Type.Optional(oneOf(risks)),
      /** One sentence for people: why this was stopped. */
      why: Type.Optional(Reason),
      exclude: Type.Optional(Type.Array(Type.Literal('lastDeployer'), { uniqueItems: true })),
      decideWithin: Type.Optional(Duration),
      remindAfter: Type.Optional(Type.Array(Duration, { minItems: 1, maxItems: rungsMax })),
      escalate: Type.Optional(Escalation),
      channels: Type.Optional(Channels),
    }),
  ),
})
export type RuleEntry = Static<typeof RuleEntry>

export const TypeEntry = strict({
  /** What it does, after "wants to": `refund {/amount} {/currency}`, of fields with `headline: true`. */
  title: Type.Optional(Title),
  fields: Type.Optional(Type.Array(Field, { maxItems: fieldsMax })),
  ...terms,
  ...clocks,
  /** It can be taken back for so long after its success. */
  reversible: Type.Optional(strict({ within: Duration })),
  /** How long its end is remembered. */
  remember: Type.Optional(Duration),
})
export type TypeEntry = Static<typeof TypeEntry>

const OfficeEntry = strict({
  groups: Type.Optional(Type.Array(Name, { minItems: 1, maxItems: 20 })),
  assurance: Type.Optional(Assurance),
})

export const PolicyFile = strict({
  version: Type.Literal(1),
  name: Name,
  /** True: types that are not listed are denied. */
  closed: Type.Optional(Type.Boolean()),
  defaults: Type.Optional(
    strict({ audience: Type.Optional(Name), assurance: Type.Optional(Assurance), ...clocks }),
  ),
  /** Who may freeze, and who may thaw; absent: everybody in the directory. */
  freeze: Type.Optional(OfficeEntry),
  thaw: Type.Optional(OfficeEntry),
  /** Entries are `TypeEntry`. */
  types: Type.Optional(Type.Record(ActionType, Type.Unknown(), { additionalProperties: false })),
  rules: Type.Optional(Type.Array(RuleEntry, { maxItems: rulesMax })),
})
export type PolicyFile = Omit<Static<typeof PolicyFile>, 'types'> & {
  readonly types?: Readonly<Record<string, TypeEntry>>
}
