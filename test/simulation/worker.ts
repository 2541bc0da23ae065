/** A thread of the simulation: runs the histories it is given, in a system with a bug planted in it or as it is. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Operation } from './operations.ts'
import type { Mutant } from './planting.ts'
import type { Outcome } from './run.ts'

export interface Hire {
  readonly mutant?: Mutant
}

/** A seed and how many steps, or a history as it was. */
export type Job =
  | { readonly seed: number; readonly steps: number }
  | { readonly operations: readonly Operation[]; readonly isTold: boolean }
export type Done = Outcome

const { mutant } = workerData as Hire
// The hook is there before the first module of the system is.
const { plant } = await import('./planting.ts')
const check = mutant ? plant(mutant) : undefined
const { plan } = await import('./operations.ts')
const { run } = await import('./run.ts')
check?.()

// One at a time: a thread has one world.
let working = Promise.resolve()
parentPort?.on('message', (job: Job) => {
  working = working.then(() => work(job))
})

async function work(job: Job): Promise<void> {
  const done: Done =
    'seed' in job
      ? await run(plan(job.seed, job.steps))
      : await run(job.operations, { isTold: job.isTold })
  parentPort?.postMessage(done)
}
