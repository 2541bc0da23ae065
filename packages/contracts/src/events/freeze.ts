/**
 * Freezing: a person stops everything of a scope at once. The commands go to one slot, which decides, and spreads its decision to all others in the very
 * transaction of its own fact: either every slot will freeze, or none. Record key of all of them: `freezeKey`.
 */
import Type, { type Static } from 'typebox'
import { Count, Name, strict, Text } from '../shapes.ts'
import { Assurance } from './command.ts'

export const freezeCommand = 'dev.holdpoint.command.freeze.v1'
export const thawCommand = 'dev.holdpoint.command.thaw.v1'
export const spreadCommand = 'dev.holdpoint.command.spread.v1'

/** No action id looks like it. Like any key it has its slot; that one decides for all. */
export const freezeKey = '~freeze'

const scopeTextCharsMax = 1024
const ScopeText = Type.String({ minLength: 1, maxLength: scopeTextCharsMax })

/** What is frozen. `type` may have `*` for any run of characters. Of a target, what is not named means any. */
export const Scope = Type.Union([
  strict({ everything: Type.Literal(true) }),
  strict({ agent: Name }),
  strict({ type: Type.String({ pattern: '^[a-z*][a-z0-9_.*-]*$', maxLength: 128 }) }),
  strict({ target: strict({ system: ScopeText, resource: Type.Optional(ScopeText) }) }),
])
export type Scope = Static<typeof Scope>

const said = {
  person: Name,
  /** Already run through the redaction engine by the notifier. */
  reason: Text,
  channel: Name,
  token: Type.Optional(Type.String({ maxLength: 8192 })),
}

/** By a person whom the policy lets freeze. The command id becomes the id of the freeze. */
export const Freeze = strict({ scope: Scope, ...said })
export type Freeze = Static<typeof Freeze>

/** By a person whom the policy lets thaw. */
export const Thaw = strict({ freeze: Type.String({ minLength: 1, maxLength: 256 }), ...said })
export type Thaw = Static<typeof Thaw>

const decided = { person: Name, assurance: Assurance, channel: Name, commandId: Type.String() }

/** What the facts of a freeze say, in every slot the same. `spread` counts the freezes and thaws of the deployment from 1. */
export const Frozen = strict({ freeze: Type.String(), scope: Scope, spread: Count, ...decided })
export type Frozen = Static<typeof Frozen>
export const Thawed = strict({ freeze: Type.String(), spread: Count, ...decided })
export type Thawed = Static<typeof Thawed>

/** From the deciding slot to each other one, authenticated by the gate (`hpmac`). */
export const Spread = strict({
  change: Type.Union([
    strict({ kind: Type.Literal('frozen'), body: Frozen }),
    strict({ kind: Type.Literal('thawed'), body: Thawed }),
  ]),
})
export type Spread = Static<typeof Spread>
