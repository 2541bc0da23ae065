/** What goes wrong at the ports of the gates, and how often. Each call can fail, fail and have worked, wait, or be the last thing its process does. */
import type { Fault, FaultPoint } from '@holdpoint/kafka'
import type { Random } from './random.ts'

export type PortFault = 'ok' | 'failed' | 'failed but persisted' | 'die before' | 'die after'

export interface Weather {
  /** Chance that a call to the bus or the store goes wrong. */
  readonly busFaults: number
  readonly storeFaults: number
}

export const calm: Weather = { busFaults: 0, storeFaults: 0 }

export function weather(random: Random): Weather {
  const wind = () => (random.chance(0.6) ? 0 : random.pick([0.02, 0.1, 0.3]))
  return { busFaults: wind(), storeFaults: wind() }
}

/** Longest wait of a call: past the broker's transaction timeout. */
const waitMsMax = 15_000

export interface Victim {
  crash(): void
  /** Dies at its next call to the store. */
  doom(): void
}

export function busFault(
  point: FaultPoint,
  { busFaults }: Weather,
  random: Random,
  victim: Victim,
  sleep: (ms: number) => Promise<void>,
): Fault {
  if (!random.chance(busFaults)) return 'ok'
  const isCommit = point === 'commit'
  const kind = random.weighted({
    fail: 3,
    failPersisted: isCommit || point === 'transactor' || point === 'send' ? 3 : 0,
    failHalf: point === 'send' ? 2 : 0,
    uncommitted: point === 'deliver' ? 1 : 0,
    fence: isCommit ? 1 : 0,
    rebalance: point === 'deliver' ? 2 : 0,
    wait: 2,
    dieBefore: 1,
    dieAfter: isCommit ? 2 : 0,
  })
  switch (kind) {
    case 'wait':
      return { wait: sleep(random.int(waitMsMax)) }
    case 'dieBefore':
      victim.crash()
      return 'ok'
    case 'dieAfter':
      victim.doom()
      return 'ok'
    default:
      return kind
  }
}

export function storeFault({ storeFaults }: Weather, random: Random): PortFault {
  if (!random.chance(storeFaults)) return 'ok'
  return random.pick(['failed', 'failed but persisted', 'die before', 'die after'])
}
