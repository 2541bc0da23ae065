/** By what two actions are known as the same again, although ids and salts differ. Pure. */
import { canonicalize, type Digest, digestBytes, type Origin } from '@holdpoint/contracts'

const shapeLabel = 'holdpoint.shape.v1\0'
const attemptLabel = 'holdpoint.attempt.v1\0'

/**
 * What an action would do: the masked view without id, times, and what the agent says about it (justification, classification, model). Marks of masked values are
 * the same within a run and nowhere else, so the run is a part of it.
 */
export function shapeOf(view: unknown, { run }: Pick<Origin, 'run'>): Digest {
  const { type, target, params, onBehalfOf, reverses } = (view ?? {}) as Record<string, unknown>
  const does = [type, target, params, onBehalfOf, reverses].map((part) => part ?? null)
  return digestBytes(shapeLabel + canonicalize([run ?? null, ...does]))
}

/** Of what it is an attempt: two actions of one run, of one type, at one target want something alike, whatever their parameters are. */
export function attemptOf(view: unknown, { run }: Pick<Origin, 'run'>): Digest {
  const { type, target } = (view ?? {}) as Record<string, unknown>
  return digestBytes(attemptLabel + canonicalize([run ?? null, type ?? null, target ?? null]))
}
