/** What an agent proposes to take back what it has done: the id and type follow from the original, so that nobody has to know how they are made. */
import {
  type ActionId,
  HoldpointError,
  reversalId,
  reversalsMax,
  reversalType,
} from '@holdpoint/contracts'
import type { Intent } from './intent.ts'
import type { Standing } from './transport.ts'

export interface ReverseOptions
  extends Omit<Intent, 'type' | 'params' | 'reverses' | 'reversal' | 'dedupeKey'> {
  /** What is to be done otherwise than the original says; any JSON. Default `{}`: all of it. */
  readonly params?: unknown
  /** Type of the original, where it can't be asked for. */
  readonly type?: string
  /** For the how many-th time, from 1. Default: after those that came to nothing. A number that was refused stays refused. */
  readonly reversal?: number
}

type Look = (id: ActionId) => Promise<Standing | undefined>

/** Throws HP_ACTION_UNKNOWN, HP_REVERSAL_EARLY or HP_REVERSAL_NONE where that is known already; the gate judges it again. */
export async function reversalOf(
  original: ActionId,
  { type, reversal, params = {}, ...rest }: ReverseOptions,
  look: Look,
): Promise<Intent> {
  return {
    ...rest,
    params,
    type: reversalType(type ?? (await typeOf(original, look))),
    reverses: original,
    reversal: reversal ?? (await nextNumber(original, look)),
  }
}

async function typeOf(original: ActionId, look: Look): Promise<string> {
  const standing = await look(original)
  if (standing === undefined) throw new HoldpointError('HP_ACTION_UNKNOWN', { actionId: original })
  if (standing.kind === 'open') throw new HoldpointError('HP_REVERSAL_EARLY')
  const { type } = standing.settled
  if (type === undefined) throw new HoldpointError('HP_REVERSAL_NONE')
  return type
}

/** The first that is not over. One that is under way, or has taken effect, is the one that is meant: to propose it again is the same again. */
async function nextNumber(original: ActionId, look: Look): Promise<number> {
  for (let number = 1; number <= reversalsMax; number += 1) {
    const standing = await look(reversalId(original, number))
    if (standing?.kind !== 'settled') return number
    const { status } = standing.settled
    if (status === 'succeeded' || status === 'unknown') return number
  }
  throw new HoldpointError('HP_REVERSAL_NONE')
}
