/** What kafkajs throws, as our codes. It hides the broker's number in chains of causes, and in the text where it does not know it. */

import { type ErrorDetails, HoldpointError, isHoldpointError } from '@holdpoint/contracts'

/** A newer producer has the transactional id, or the broker ended our transaction: INVALID_PRODUCER_EPOCH, INVALID_PRODUCER_ID_MAPPING, PRODUCER_FENCED. */
const fencedCodes: ReadonlySet<number> = new Set([47, 49, 90])
/** Topic, group, cluster and transactional id authorisation, SASL. */
const deniedCodes: ReadonlySet<number> = new Set([29, 30, 31, 53, 58])
/** MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE. */
const tooLargeCodes: ReadonlySet<number> = new Set([10, 18])
/** A chain of causes longer than this is a cycle. */
const causesMax = 10

/**
 * `what` names the thing that was asked for: `topic x`, `group g`; it is shown to people. For transactors, `slot` is their id. Nothing of the text of foreign
 * errors gets into ours: they may quote values.
 */
export function brokerError(
  cause: unknown,
  subject: { what: string; slot?: string },
): HoldpointError {
  if (isHoldpointError(cause)) return cause
  const codes = [...chain(cause)].map(brokerCode)
  const has = (set: ReadonlySet<number>) =>
    codes.find((code) => code !== undefined && set.has(code))
  if (has(fencedCodes) !== undefined && subject.slot !== undefined) {
    return new HoldpointError('HP_FENCED', { slot: subject.slot }, cause)
  }
  if (has(deniedCodes) !== undefined || isBadLogin(cause)) {
    const what = isBadLogin(cause) ? 'these credentials' : subject.what
    return new HoldpointError('HP_BROKER_DENIED', { what }, cause)
  }
  const tooLarge = has(tooLargeCodes)
  if (tooLarge !== undefined) return refusedSize(cause)
  return new HoldpointError('HP_BROKER', { rule: `${subject.what}: ${nameOf(cause)}` }, cause)
}

/** The broker's limit is not told; zero stands for unknown. */
function refusedSize(cause: unknown): HoldpointError {
  const details: ErrorDetails = { bytes: 'too many', limit: "the broker's" }
  return new HoldpointError('HP_TOO_LARGE', details, cause)
}

function* chain(error: unknown): Generator<object> {
  let current = error
  for (let depth = 0; depth < causesMax; depth++) {
    if (typeof current !== 'object' || current === null) return
    yield current
    current = 'cause' in current ? current.cause : undefined
  }
}

/** The number that the broker answered with, if this error carries one. */
function brokerCode(error: object): number | undefined {
  if ('code' in error && typeof error.code === 'number' && error.code >= 0) return error.code
  const text = 'message' in error ? String(error.message) : ''
  const unknown = /Unknown error code (\d+)/.exec(text)
  return unknown === null ? undefined : Number(unknown[1])
}

/** kafkajs swallows why no coordinator was found, and blames the group: `last` is what the broker said to the last look-up. */
export function coordinatorReason(error: unknown, last: unknown): unknown {
  return hasName(error, 'KafkaJSGroupCoordinatorNotFound') ? (last ?? error) : error
}

function isBadLogin(cause: unknown): boolean {
  return hasName(cause, 'KafkaJSSASLAuthenticationError')
}

function hasName(error: unknown, name: string): boolean {
  return [...chain(error)].some((each) => 'name' in each && each.name === name)
}

/** Names and codes of the chain: enough for an operator, and never a value. */
function nameOf(cause: unknown): string {
  const names = [...chain(cause)].map((error) => {
    const name = 'name' in error ? String(error.name) : 'Error'
    const type = 'type' in error ? ` ${String(error.type)}` : ''
    const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
    return `${name}${type}${code}`
  })
  return names.length === 0 ? 'no reason given' : [...new Set(names)].join(', ')
}
