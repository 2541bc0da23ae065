/** Before the first test that needs them: one Kafka node, one Redis and, where it can be had, one Valkey, for the whole run. */

import type { TestProject } from 'vitest/node'
import { type Infrastructure, startInfrastructure } from './infrastructure.ts'

declare module 'vitest' {
  interface ProvidedContext {
    infrastructure: Infrastructure['addresses']
  }
}

let running: Infrastructure | undefined

export async function setup(project: TestProject): Promise<void> {
  running = await startInfrastructure()
  project.provide('infrastructure', running.addresses)
}

export async function teardown(): Promise<void> {
  await running?.stop()
}
