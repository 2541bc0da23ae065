/** Takes an approved action on, at the gate: from then on nobody else can, and its fate no longer depends on the record that brought it. */
import { isHoldpointError } from '@holdpoint/contracts'
import type { Receipt } from '@holdpoint/seal'
import { isRetryable, persist } from './persist.ts'
import { type Release, readReceipt } from './release.ts'
import type { Workshop } from './workshop.ts'

/** A signed request counts for 5 minutes; it is signed anew before that, and only then, since the gate knows a repeat by its bytes. */
const requestLifeMs = 4 * 60 * 1000
/** Frozen time is added to a grant's end, which only the gate can tell: one that seems over is asked for all the same. */
const askAtLeastMs = 5000

export interface Claimed {
  /** As it came; the unsealing role wants it. */
  readonly compact: string
  readonly receipt: Receipt
  /** This key had the claim already: from a former life. */
  readonly isRepeated: boolean
  /** Of a reversal, as it came: the seals of what it takes back. */
  readonly original?: unknown
}

/** `'lost'`: not ours. `'again'`: the gate could not be asked; it may be offered again. `'frozen'`: not now. Rejects when the process stops first. */
export async function claimGrant(
  release: Release,
  shop: Workshop,
): Promise<Claimed | 'lost' | 'again' | 'frozen'> {
  const { identity, trust, emit, stop } = shop
  const { actionId } = release.grant
  let answer: unknown
  try {
    answer = await ask(release, shop)
  } catch (error) {
    // Not knowing whether it is claimed, a process that stops must leave the record to the next one.
    if (stop.aborted) throw stop.reason
    if (!isHoldpointError(error)) throw error
    if (error.code === 'HP_FROZEN') {
      emit({ kind: 'frozen', actionId })
      return 'frozen'
    }
    emit({ kind: 'lost', actionId, error })
    return isRetryable(error) ? 'again' : 'lost'
  }
  const { receipt: compact, repeated, original } = (answer ?? {}) as Record<string, unknown>
  try {
    const receipt = readReceipt(compact, release, {
      ...{ trust, executor: identity.id, keyThumbprint: identity.signer.kid },
      nowMs: identity.surroundings.nowMs(),
    })
    const isRepeated = repeated !== undefined && repeated !== false
    emit({ kind: 'claimed', actionId, isRepeated })
    const seals = original === undefined ? {} : { original }
    return { compact: String(compact), receipt, isRepeated, ...seals }
  } catch (error) {
    if (!isHoldpointError(error)) throw error
    emit({ kind: 'refused', actionId, error })
    return 'lost'
  }
}

function ask(
  { grant, usableUntilMs }: Release,
  { identity, transport, stop }: Workshop,
): Promise<unknown> {
  const { surroundings } = identity
  const { actionId, jti } = grant
  let request = ''
  let signedMs = Number.NEGATIVE_INFINITY
  const attempt = () => {
    const nowMs = surroundings.nowMs()
    if (nowMs - signedMs >= requestLifeMs) {
      request = identity.request(actionId, 'claim', { grant: jti })
      signedMs = nowMs
    }
    return transport.claim(actionId, request)
  }
  const untilMs = Math.max(usableUntilMs, surroundings.nowMs() + askAtLeastMs)
  return persist(attempt, { untilMs, signal: stop, surroundings })
}
