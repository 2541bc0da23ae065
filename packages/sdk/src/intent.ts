/** What a caller wants to be done, made into an action: checked here as strictly as at the intake, so that mistakes are told where they are made. */
import {
  Action,
  type ActionId,
  canonicalize,
  check,
  deriveActionId,
  HoldpointError,
  isActionId,
  parseJson,
  reversalId,
} from '@holdpoint/contracts'
import type { Identity } from './identity.ts'

const uuidRandomBytes = 10

export interface Intent {
  /** Dotted, e.g. `payments.refund`. */
  readonly type: string
  /** Any JSON. */
  readonly params: unknown
  readonly target?: Action['target']
  readonly justification?: string
  /** Directory id or e-mail address of the person this is done for. */
  readonly onBehalfOf?: string | string[]
  readonly classification?: readonly string[]
  /** RFC 3339; not wanted any more after this time. */
  readonly expiresAt?: string
  /** The same key, the same action: steps that are run again propose nothing new. Without one every proposal is new. */
  readonly dedupeKey?: string
  /** The action that this one takes back, and for the how many-th time (default 1). Its id follows from both. */
  readonly reverses?: ActionId
  readonly reversal?: number
  /** The agent's run and model, for the log and for whoever decides. */
  readonly run?: string
  readonly model?: unknown
}

/** Throws HP_FIELD_INVALID, HP_JSON_* or HP_TOO_LARGE naming the field. */
export function actionOf(intent: Intent, identity: Identity, version?: string): Action {
  const { dedupeKey, reversal, run, model, ...rest } = intent
  const agent = {
    id: identity.id,
    ...(run === undefined ? {} : { run }),
    ...(model === undefined ? {} : { model }),
    ...(version === undefined ? {} : { version }),
  }
  const draft = { ...rest, id: idOf(intent, identity), agent }
  // Read back as the intake will read it: what is no JSON, or means two things, is refused here.
  return check(Action, parseJson(Buffer.from(canonicalize(draft))))
}

function idOf({ dedupeKey, reverses, reversal = 1 }: Intent, identity: Identity): ActionId {
  if (reverses !== undefined) {
    if (!isActionId(reverses)) {
      throw new HoldpointError('HP_FIELD_INVALID', {
        field: '/reverses',
        rule: 'must be an action id',
      })
    }
    return reversalId(reverses, reversal)
  }
  if (dedupeKey !== undefined) return deriveActionId(identity.id, dedupeKey)
  const { surroundings } = identity
  return uuidV7(surroundings.nowMs(), surroundings.randomBytes(uuidRandomBytes))
}

/** RFC 9562: milliseconds since the epoch, then random bits. */
export function uuidV7(nowMs: number, random: Uint8Array): ActionId {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes.set(random.subarray(0, uuidRandomBytes), 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const ends = [8, 12, 16, 20, 32]
  return ends.map((end, at) => hex.slice(ends[at - 1] ?? 0, end)).join('-') as ActionId
}
