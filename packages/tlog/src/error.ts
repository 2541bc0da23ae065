/** What can be wrong with a log. This package depends on nothing, so it has its own small error; services turn it into one of the table. */

/**
 * `malformed`: not in the format. `unverified`: a hash or signature that does not hold. `missing`: something that must be there is not.
 * `refused`: the store will not go on, because it could damage the log.
 */
export type TlogFault = 'malformed' | 'unverified' | 'missing' | 'refused'

/** `message` names places, sizes and rules, never content. */
export class TlogError extends Error {
  readonly fault: TlogFault

  constructor(fault: TlogFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'TlogError'
    this.fault = fault
  }
}
