/** What a gate or a keeper that went bad could make of a true log. For tests. */
import { type Digest, factDigest, noDigest } from '@holdpoint/contracts'
import { signFact, signHead } from '@holdpoint/seal'
import { isEvent, type Leaf, leafTypes } from '../leaf.ts'
import type { World } from './world.ts'

/** The chain of a slot signed again from these leaves on, with the gate's true key. */
export function resigned(world: World, all: readonly Leaf[], slot: number): Leaf[] {
  let [number, digest]: [number, Digest] = [0, noDigest]
  const { signer } = world.rig.gate
  return all.map((leaf) => {
    if (!isEvent(leaf) || leaf.fact.slot !== slot) return leaf
    number += 1
    const fact = { ...leaf.fact, number, previous: digest }
    digest = factDigest(fact)
    return {
      ...leaf,
      fact,
      head: signHead(signer, { slot, number, digest }),
      ...(leaf.signature ? { signature: signFact(signer, digest) } : {}),
    }
  })
}

export const withoutCases = (all: readonly Leaf[]) =>
  all.filter((leaf) => leaf.type !== leafTypes.case)
