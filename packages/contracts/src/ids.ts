/** Ids that travel, and the rule that places an action in its slot. */

export type ActionId = string & { readonly __brand: 'ActionId' }
/** `sha256:` and 43 characters of base64url. */
export type Digest = string & { readonly __brand: 'Digest' }

const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** A UUID, with `~n` behind it for the n-th reversal of the action before the `~`. */
export const actionIdPattern = `^${uuidPattern}(~[1-9][0-9]?)?$`
/** An action that can be reversed: no reversal itself. */
export const originalIdPattern = `^${uuidPattern}$`
export const digestPattern = '^sha256:[A-Za-z0-9_-]{43}$'
/** Plain names: agents, executors, people, groups, types. No spaces, no control characters, no `~`. */
export const namePattern = '^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,127}$'
export const actionTypePattern = '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$'

/** Ids that count reversals end in `~1` to `~99`. */
export const reversalsMax = 99

const actionIdRegExp = new RegExp(actionIdPattern)

export function isActionId(text: unknown): text is ActionId {
  return typeof text === 'string' && actionIdRegExp.test(text)
}

/** The action that an action with this id takes back; undefined where it is no reversal. */
export function originalOf(id: ActionId): ActionId | undefined {
  const tilde = id.indexOf('~')
  return tilde < 0 ? undefined : (id.slice(0, tilde) as ActionId)
}

/**
 * The partition, and so the gate's slot, of a record key: FNV-1a over the UTF-8 bytes up to a `~`, so that a reversal lands where its original is.
 * Any language can compute it in three lines.
 */
export function slotOf(key: string, slotCount: number): number {
  const tilde = key.indexOf('~')
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(tilde < 0 ? key : key.slice(0, tilde))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  }
  return hash % slotCount
}
