/** Faults to order. The simulation decides at every call what goes wrong, in both kinds: it failed, or it only looked so. */

import { HoldpointError } from '@holdpoint/contracts'

export type FaultPoint = 'send' | 'commit' | 'transactor' | 'deliver' | 'endOffsets'

export interface FaultInfo {
  readonly client: string
  readonly topic?: string
  readonly partition?: number
  readonly group?: string
  readonly transactionalId?: string
  readonly records?: number
}

/**
 * `fail`: nothing happened, and the call rejects. A commit's transaction stays open until its id is opened again, or it times out.
 * `failPersisted`: it happened, and the call rejects.
 * `failHalf`: `send` only: the first half was written, and the call rejects.
 * `fence`: `commit` only: somebody has opened the same id.
 * `rebalance`: `deliver` only: the group deals its partitions out again instead.
 * `uncommitted`: `deliver` only: handled, but the group's offset does not follow this time.
 * `wait`: first waits; what happens then is `then`. A commit waits with its records written and its transaction open.
 */
export type Fault =
  | 'ok'
  | 'fail'
  | 'failPersisted'
  | 'failHalf'
  | 'fence'
  | 'rebalance'
  | 'uncommitted'
  | { readonly wait: PromiseLike<unknown>; readonly then?: Fault }

export type Faults = (point: FaultPoint, info: FaultInfo) => Fault

export type PlainFault = Exclude<Fault, object>

export async function afterWaiting(fault: Fault): Promise<PlainFault> {
  let current = fault
  while (typeof current === 'object') {
    await current.wait
    current = current.then ?? 'ok'
  }
  return current
}

export function ordered(point: FaultPoint): HoldpointError {
  return new HoldpointError('HP_BROKER', { rule: `ordered fault in ${point}` })
}
