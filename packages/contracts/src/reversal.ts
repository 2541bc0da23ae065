/** What makes an action the reversal of another: its id, its type, and that it says so. */
import { HoldpointError } from './errors.ts'
import type { Action } from './events/action-intended.ts'
import { type ActionId, originalOf, reversalsMax } from './ids.ts'

/** Behind the type of what is taken back, so that no reversal passes under the rules of another type. */
const suffix = '.reverse'

/** Id of the n-th reversal of an action, from 1. Throws HP_FIELD_INVALID naming the field of an intent. */
export function reversalId(original: ActionId, n: number): ActionId {
  if (originalOf(original) !== undefined) {
    const rule = 'must be the id of an action that is no reversal itself'
    throw new HoldpointError('HP_FIELD_INVALID', { field: '/reverses', rule })
  }
  if (!Number.isInteger(n) || n < 1 || n > reversalsMax) {
    const rule = `must be a whole number from 1 to ${reversalsMax}`
    throw new HoldpointError('HP_FIELD_INVALID', { field: '/reversal', rule })
  }
  return `${original}~${n}` as ActionId
}

/** Type of the reversals of a type. */
export function reversalType(type: string): string {
  return `${type}${suffix}`
}

/** The type that reversals of this type take back; undefined where it is no such type. */
export function reversedType(type: string): string | undefined {
  return type.endsWith(suffix) ? type.slice(0, -suffix.length) : undefined
}

/** `reverses` is there if, and only if, the id is that of a reversal of that very action. Throws HP_FIELD_INVALID naming the field. */
export function checkReversal({ id, reverses }: Pick<Action, 'id' | 'reverses'>): void {
  const original = originalOf(id)
  if (reverses === original) return
  const [field, rule] =
    reverses === undefined
      ? ['/reverses', 'must name the action before the ~ of the id']
      : original === undefined
        ? ['/id', 'must be that of the action it reverses, ~ and a number']
        : ['/reverses', 'must be the action before the ~ of the id']
  throw new HoldpointError('HP_FIELD_INVALID', { field, rule })
}
