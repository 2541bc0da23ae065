/** What is frozen in a slot, as an entry of its changelog. Its number is in the slot's record, so that an older one put back by hand does not fit. */
import { type Freezes, noFreezes } from '@holdpoint/approval'
import { isHoldpointError } from '@holdpoint/contracts'
import type { Secret } from '@holdpoint/seal'
import { decodeValue } from '@holdpoint/store'
import type { SlotRecord } from './slot-record.ts'

export const freezesKey = '~freezes'

export function readFreezes(secret: Secret, slot: number, value: string | undefined): Freezes {
  if (value === undefined) return noFreezes
  return JSON.parse(decodeValue(secret, slot, freezesKey, value))
}

/** Undefined where it is not the one of that record. */
export function freezesOf(
  secret: Secret,
  slot: number,
  value: string | undefined,
  { freezes: number = 0 }: SlotRecord,
): Freezes | undefined {
  try {
    const freezes = readFreezes(secret, slot, value)
    return freezes.spread === number ? freezes : undefined
  } catch (error) {
    if (isHoldpointError(error) && error.code === 'HP_STATE_FORGED') return undefined
    throw error
  }
}
