/** `dev.holdpoint.action.redacted.v1`: the masked action, what was found, and the sealed original. Written by the redactor, read by the gate. */
import Type, { type Static } from 'typebox'
import {
  ActionIdSchema,
  Base64url,
  DigestSchema,
  Finding,
  Name,
  Source,
  strict,
  TimeMs,
} from '../shapes.ts'
import { Action, oneOrChain } from './action-intended.ts'

export const actionRedacted = 'dev.holdpoint.action.redacted.v1'

/** How the redactor came to believe who the agent is; the gate verifies a proof again. */
export const Identity = Type.Union([
  strict({ kind: Type.Literal('signed'), keyId: Type.String(), proof: Type.String() }),
  strict({ kind: Type.Literal('ingress'), topic: Type.String() }),
])
export type Identity = Static<typeof Identity>

/**
 * The action as everybody but the executor sees it: shape of `Action`, with placeholders in strings and keys. Ids, plain names and times are the original's.
 * Texts may be longer than the original's; a part that nobody could look at is one UNSCANNED placeholder, whatever its type was.
 */
export const MaskedAction = strict({
  ...Action.properties,
  agent: strict({ ...Action.properties.agent.properties, version: Type.Optional(Type.String()) }),
  /** Directory ids: e-mail addresses of the original have been resolved. */
  onBehalfOf: Type.Optional(oneOrChain(Type.String())),
  target: Type.Optional(
    strict({
      system: Type.Optional(Type.String()),
      resource: Type.Optional(Type.String()),
      environment: Type.Optional(Type.String()),
    }),
  ),
  justification: Type.Optional(Type.String()),
})
export type MaskedAction = Static<typeof MaskedAction>

export const ActionRedacted = strict({
  actionId: ActionIdSchema,
  /** A `MaskedAction`. */
  action: Type.Unknown(),
  findings: Type.Array(Finding),
  /** Classification labels out of findings and the agent's own. */
  labels: Type.Array(Name),
  /** True where limits stopped the scan: no policy may allow such an action without a person. */
  unscanned: Type.Boolean(),
  intended: DigestSchema,
  presented: DigestSchema,
  /** Salt of the presented digest. */
  salt: Base64url,
  identity: Identity,
  /** Where and when (append time) the intent stood on its topic. */
  source: Source,
  receivedAtMs: TimeMs,
  /** Compact JWE of JCS({action, salt, proof}). */
  sealed: Type.String(),
  redactor: strict({ version: Type.String(), config: DigestSchema }),
})
export type ActionRedacted = Static<typeof ActionRedacted>

/** CloudEvents extension attribute: HMAC under the key that redactor and gate share, over type, subject and the data bytes. */
export const macAttribute = 'hpmac'
