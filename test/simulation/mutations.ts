/** The mutation suite: each planted bug must be found within a number of seeds, and is shown with the shortest history that gives it away. */
import { Hand, share } from './crew.ts'
import type { Operation } from './operations.ts'
import { plan } from './operations.ts'
import type { Mutant } from './planting.ts'
import { shorten } from './shorten.ts'

export interface Sought {
  readonly seeds: number
  readonly steps: number
}

export interface Found {
  readonly mutant: Mutant
  /** Undefined: not within the seeds. */
  readonly seed?: number
  readonly shortest?: readonly Operation[]
  readonly violation?: string
}

/** `onFound` hears of each as it is done. */
export async function seekAll(
  mutants: readonly Mutant[],
  sought: Sought,
  onFound: (found: Found) => void,
  threads?: number,
): Promise<readonly Found[]> {
  const all: Found[] = []
  await share(
    mutants,
    async (mutant) => {
      const found = await seek(mutant, sought)
      all.push(found)
      onFound(found)
      return true
    },
    threads,
  )
  return all
}

export async function seek(mutant: Mutant, { seeds, steps }: Sought): Promise<Found> {
  let hand = new Hand({ mutant })
  const sound = new Hand()
  const failureOf = async (operations: readonly Operation[]) => {
    if (hand.isLost) hand = new Hand({ mutant })
    return (await hand.run({ operations, isTold: false })).failure
  }
  try {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const operations = plan(seed, steps)
      const failure = await failureOf(operations)
      if (!failure) continue
      const start = failure.at === 0 ? operations : operations.slice(0, failure.at)
      let violation = failure.violations[0] ?? ''
      const shortest = await shorten(start, async (history) => {
        const now = await failureOf(history)
        // What fails without the bug as well says nothing about it.
        if (!now || (await sound.run({ operations: history, isTold: false })).failure)
          return undefined
        violation = now.violations[0] ?? violation
        return now.at
      })
      return { mutant, seed, shortest, violation }
    }
    return { mutant }
  } finally {
    await Promise.all([hand.dismiss(), sound.dismiss()])
  }
}

export function lineOf({ mutant, seed, shortest, violation }: Found): string {
  const where = seed === undefined ? 'NOT FOUND' : `seed ${seed}`
  const steps = shortest ? `${shortest.length} steps` : ''
  return [mutant.name.padEnd(62), where.padEnd(10), steps.padEnd(9), violation ?? ''].join(' ')
}
