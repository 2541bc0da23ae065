/** A call to a server as one process sees it: it takes its time, can fail in both ways, and can be the last thing that its process does. */
import { HoldpointError } from '@holdpoint/contracts'
import type { MemoryBus } from '@holdpoint/kafka'
import type { PortFault } from './weather.ts'

export interface Mortal {
  /** Lives and dies with its process's bus. */
  readonly bus: MemoryBus
  readonly fault: () => PortFault
  readonly crash: () => void
  /** Lets others go first. */
  readonly pause: () => Promise<void>
}

export async function mortalCall<T>(
  { bus, fault, crash, pause }: Mortal,
  work: () => Promise<T>,
): Promise<T> {
  await pause()
  await bus.turn()
  const kind = fault()
  if (kind === 'die before') crash()
  await bus.turn()
  if (kind === 'failed') throw new HoldpointError('HP_STORE', { rule: 'ordered fault' })
  const result = await work()
  if (kind === 'die after') crash()
  await pause()
  await bus.turn()
  if (kind !== 'ok') throw new HoldpointError('HP_STORE', { rule: 'reply lost' })
  return result
}
