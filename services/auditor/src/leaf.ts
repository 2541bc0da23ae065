/**
 * What the log says for ever: one leaf per event, per finding, and per closed action. A leaf is the JCS of one of these objects. Ids, times, digests, signatures and
 * commitments only; what may have to be erased one day lies beside the log.
 */
import {
  ActionIdSchema,
  ActionType,
  Assurance,
  Count,
  canonicalize,
  check,
  DecisionEvent,
  DigestSchema,
  HoldpointError,
  Name,
  OriginalIdSchema,
  oneOf,
  oneOrChain,
  parseJson,
  strict,
  TimeMs,
  Verdict,
} from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'

/** Below the 65,535 bytes of an entry, with room for its place. */
export const leafBytesMax = 60_000
/** Facts are flat; nothing in a leaf is deeper. */
const leafDepthMax = 16

export const leafTypes = {
  event: 'dev.holdpoint.log.event.v1',
  finding: 'dev.holdpoint.log.finding.v1',
  case: 'dev.holdpoint.log.case.v1',
} as const

/** What the auditor met that should not be. */
export const findingCodes = [
  /** A record that is no event. */
  'unreadable',
  /** An event too long for a leaf. */
  'oversize',
  /** An event of another deployment. */
  'foreign',
  /** Numbers of a slot that never came. */
  'gap',
  /** The gate vouches for a chain that does not join what it vouched for before. */
  'break',
  /** Another fact under a number that is logged already. */
  'conflict',
  /** A fact under a number that had been given up. */
  'late',
  /** A signature over a chain's head that does not hold. */
  'head',
  /** A fact that no signature of the gate vouches for. */
  'unvouched',
  /** A view that is not the one the fact commits to, or one it does not commit to. */
  'view',
  /** A grant without the decision that it names. */
  'grant',
] as const
export type FindingCode = (typeof findingCodes)[number]

/** Where a record stood, and the broker's time. */
export const LogSource = strict({
  topic: Type.String(),
  partition: Count,
  offset: Count,
  timestampMs: TimeMs,
})
export type LogSource = Static<typeof LogSource>

const { fact, signature, head } = DecisionEvent.properties

export const EventLeaf = strict({
  type: Type.Literal(leafTypes.event),
  fact,
  signature,
  head,
  source: LogSource,
})
export type EventLeaf = Static<typeof EventLeaf>

export const FindingLeaf = strict({
  type: Type.Literal(leafTypes.finding),
  finding: oneOf(findingCodes),
  source: LogSource,
  slot: Type.Optional(Count),
  /** First number it is about. */
  number: Type.Optional(Count),
  /** Last number of a gap. */
  through: Type.Optional(Count),
  actionId: Type.Optional(ActionIdSchema),
  /** Of an error that says why. */
  code: Type.Optional(Type.String()),
  /** Name of a view. */
  view: Type.Optional(Name),
  /** SHA-256 of the record's value, and its length. */
  digest: Type.Optional(DigestSchema),
  bytes: Type.Optional(Count),
  /** The fact itself, as evidence. */
  record: Type.Optional(strict({ fact, signature, head })),
})
export type FindingLeaf = Static<typeof FindingLeaf>

export const CaseLeaf = strict({
  type: Type.Literal(leafTypes.case),
  actionId: ActionIdSchema,
  slot: Count,
  /** How it ended, and when. */
  status: Type.String(),
  atMs: TimeMs,
  /** Who asked for what; absent where the first event never came. */
  asked: Type.Optional(
    strict({
      type: ActionType,
      agent: Name,
      run: Type.Optional(Name),
      onBehalfOf: Type.Optional(oneOrChain(Name)),
      /** The action that it takes back: another case. */
      reverses: Type.Optional(OriginalIdSchema),
      identity: oneOf(['signed', 'ingress']),
      intended: DigestSchema,
      atMs: TimeMs,
    }),
  ),
  /** Digest of the view that people were shown. */
  presented: Type.Optional(DigestSchema),
  /** In force at the end. */
  policy: DigestSchema,
  rule: Type.Optional(Name),
  decided: Type.Optional(
    strict({
      verdict: oneOf(['approved', 'denied']),
      by: oneOf(['people', 'policy']),
      atMs: TimeMs,
    }),
  ),
  /** `reason`: commitment of what the person wrote. */
  votes: Type.Array(
    strict({
      person: Name,
      verdict: Verdict,
      assurance: Assurance,
      channel: Name,
      atMs: TimeMs,
      reason: Type.Optional(DigestSchema),
    }),
  ),
  ran: Type.Optional(
    strict({
      executor: Name,
      claimId: Type.String(),
      cause: Type.Optional(oneOf(['reported', 'deadline'])),
      /** Digest of the raw outcome, and the commitment of the masked one. */
      reported: Type.Optional(DigestSchema),
      result: Type.Optional(DigestSchema),
    }),
  ),
  /** Who found out what an unknown outcome was; then `status` is what they found. */
  reconciled: Type.Optional(
    strict({
      person: Name,
      assurance: Assurance,
      channel: Name,
      atMs: TimeMs,
      reason: Type.Optional(DigestSchema),
    }),
  ),
  /** Indices of its events in this log. */
  events: Type.Array(Count),
  /** Index of the case leaf that this one corrects. */
  amends: Type.Optional(Count),
})
export type CaseLeaf = Static<typeof CaseLeaf>

export type Leaf = EventLeaf | FindingLeaf | CaseLeaf

const schemas = {
  [leafTypes.event]: EventLeaf,
  [leafTypes.finding]: FindingLeaf,
  [leafTypes.case]: CaseLeaf,
}

export function encodeLeaf(leaf: Leaf): Buffer {
  return Buffer.from(canonicalize(leaf))
}

/** Throws HP_JSON_* or HP_FIELD_INVALID; also where the bytes are not the canonical ones. */
export function parseLeaf(bytes: Uint8Array): Leaf {
  const value = parseJson(bytes, { bytesMax: leafBytesMax, depthMax: leafDepthMax })
  const type = (value as { type?: unknown } | null)?.type
  const schema = schemas[type as keyof typeof schemas]
  if (!schema)
    throw new HoldpointError('HP_FIELD_INVALID', { field: '/type', rule: 'is not known' })
  const leaf = check(schema, value) as Leaf
  if (!encodeLeaf(leaf).equals(bytes)) {
    throw new HoldpointError('HP_FIELD_INVALID', { field: '', rule: 'is not in canonical form' })
  }
  return leaf
}

export const isEvent = (leaf: Leaf): leaf is EventLeaf => leaf.type === leafTypes.event
