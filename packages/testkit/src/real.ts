/** What a test file sees of the servers of its run. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Addresses, RedisAddress } from './infrastructure.ts'
import './global-setup.ts'

export function realKafka(): Addresses['kafka'] {
  return inject('infrastructure').kafka
}

export function realRedis(): RedisAddress {
  return inject('infrastructure').redis
}

/** Valkey, or why there is none; a test that needs it says the reason and passes over. */
export function realValkey(): Addresses['valkey'] {
  return inject('infrastructure').valkey
}

/** A fresh folder for the files of one test; removed after the run. */
export function runDir(purpose: string): string {
  return mkdtempSync(join(inject('infrastructure').dir, `${purpose}-`))
}

/** A name nobody else has in this run. */
export function uniqueName(purpose: string): string {
  return `${purpose}-${randomBytes(6).toString('hex')}`
}
