/**
 * The gate as it is, but that it can be held at one exact step, once. `HOLDPOINT_TEST_HOLDS` names a folder: a file `<step>.hold` there holds the first process
 * that comes by with a batch in which the file's text is found; it says so by renaming the file to `<step>.<pid>.held`, and goes on when that is gone.
 */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { transactionalIdPrefix } from '@holdpoint/contracts'
import { GateConfig, startGate } from '@holdpoint/gate'
import type { Bus, KafkaBus, OutRecord, Transactor } from '@holdpoint/kafka'
import { runService } from '@holdpoint/service'
import type { SlotStore } from '@holdpoint/store'
import { wrappedPorts } from '../support/wrapped-ports.ts'
import type { Step } from './hold.ts'

const { HOLDPOINT_TEST_HOLDS: folder = '' } = process.env
const lookMs = 20

/** What each slot is committing, or has committed last. */
const batches = new Map<number, readonly OutRecord[]>()
/** Slots that are being taken over: from their barrier to their first batch. */
const rebuilding = new Set<number>()

async function at(step: Step, slot: number): Promise<void> {
  const file = join(folder, `${step}.hold`)
  if (!existsSync(file) || !isIn(readFileSync(file, 'utf8'), batches.get(slot) ?? [])) return
  const held = join(folder, `${step}.${process.pid}.held`)
  try {
    renameSync(file, held)
  } catch {
    // Another was first.
    return
  }
  while (existsSync(held)) await sleep(lookMs)
}

function isIn(text: string, records: readonly OutRecord[]): boolean {
  return text === '' || records.some(({ value }) => value?.includes(text) ?? false)
}

/** A takeover's barrier is a transaction of one record. */
const isBatch = (records: readonly OutRecord[]) => records.length > 1

function heldTransactor(bus: KafkaBus, slotOf: (id: string) => number): Bus['transactor'] {
  return async (id): Promise<Transactor> => {
    const slot = slotOf(id)
    const real = await bus.transactor(id)
    return {
      close: () => real.close(),
      commit: async (records) => {
        batches.set(slot, records)
        if (!isBatch(records)) {
          rebuilding.add(slot)
          return real.commit(records)
        }
        rebuilding.delete(slot)
        await at('before-transaction', slot)
        const base = await real.commit(records)
        await at('after-commit', slot)
        return base
      },
    }
  }
}

function heldApply(store: SlotStore): SlotStore['apply'] {
  return async (slot, change) => {
    const isFirst = change.from === undefined
    if (rebuilding.has(slot)) await at(isFirst ? 'rebuild' : 'rebuild-more', slot)
    await store.apply(slot, change)
  }
}

await runService({
  schema: GateConfig,
  start: async (context) => {
    const prefix = transactionalIdPrefix(context.config.kafka.prefix)
    const slotOf = (id: string) => Number(id.slice(prefix.length))
    const beforeCommit = async (id: string) => {
      const slot = slotOf(id)
      if (isBatch(batches.get(slot) ?? [])) await at('inside-transaction', slot)
    }
    const transactor = (bus: KafkaBus) => heldTransactor(bus, slotOf)
    const wrapping = { beforeCommit, transactor, apply: heldApply }
    return startGate(context, await wrappedPorts(context.config, wrapping))
  },
})
