/** What the services use while nothing happens. */
import { setTimeout as sleep } from 'node:timers/promises'
import { processNames } from '@holdpoint/local'
import type { Sizes } from './options.ts'
import type { Measured } from './report.ts'
import type { Stand } from './stand.ts'

const slots = 12

export interface Idle {
  readonly idle: Measured['idle']
  readonly memoryMb: Readonly<Record<string, number>>
}

export async function measureIdle(
  stand: Stand,
  { idleSeconds, settleSeconds }: Pick<Sizes, 'idleSeconds' | 'settleSeconds'>,
): Promise<Idle> {
  const deployment = await stand.deploy('bench-idle', slots)
  const services = await stand.start(deployment, processNames)
  await sleep(settleSeconds * 1000)
  const startMs = performance.now()
  const { cpuSeconds } = await services.during(() => sleep(idleSeconds * 1000))
  const seconds = (performance.now() - startMs) / 1000
  const memoryMb = await services.memoryMb()
  await services.stop()
  const percent = Object.entries(cpuSeconds).map(([name, used]) => [name, (used / seconds) * 100])
  return { idle: { slots, seconds: idleSeconds, percent: Object.fromEntries(percent) }, memoryMb }
}
