/**
 * The gate as it is, but for one thing: it ends itself with SIGKILL at one exact step, once. `HOLDPOINT_TEST_DIE_AT` names the step and how many times it is passed
 * before; `HOLDPOINT_TEST_DIED` a file that is made on the way, so that the next life goes on. `HOLDPOINT_TEST_POISON` names an action whose state it never
 * survives to write, in any life.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { GateConfig, startGate } from '@holdpoint/gate'
import type { Bus, KafkaBus, Transactor } from '@holdpoint/kafka'
import { runService } from '@holdpoint/service'
import type { SlotStore } from '@holdpoint/store'
import { wrappedPorts } from './wrapped-ports.ts'

const {
  HOLDPOINT_TEST_DIE_AT: dieAt = '',
  HOLDPOINT_TEST_DIED: died = '',
  HOLDPOINT_TEST_POISON: poison = '',
} = process.env
const [step, passes = '0'] = dieAt.split(':')
let left = Number(passes)

function at(name: string): void {
  if (name !== step || existsSync(died) || left-- > 0) return
  writeFileSync(died, name)
  process.kill(process.pid, 'SIGKILL')
}

/** Takeovers commit a barrier and apply what they read; only batches with inputs count as steps. */
const isBatch = (recordCount: number) => recordCount > 1

function dyingTransactor(bus: KafkaBus): Bus['transactor'] {
  return async (id): Promise<Transactor> => {
    const real = await bus.transactor(id)
    return {
      close: () => real.close(),
      commit: async (records) => {
        if (records.some(({ key }) => key === `a:${poison}`)) process.kill(process.pid, 'SIGKILL')
        if (isBatch(records.length)) at('before-transaction')
        const base = await real.commit(records)
        if (isBatch(records.length)) at('after-commit')
        return base
      },
    }
  }
}

function dyingApply(store: SlotStore): SlotStore['apply'] {
  return async (slot, change) => {
    await store.apply(slot, change)
    if (change.puts.some(({ key }) => key.startsWith('a:'))) at('after-redis')
  }
}

await runService({
  schema: GateConfig,
  start: async (context) => {
    const beforeCommit = async () => at('inside-transaction')
    const wrapping = { beforeCommit, transactor: dyingTransactor, apply: dyingApply }
    return startGate(context, await wrappedPorts(context.config, wrapping))
  },
})
