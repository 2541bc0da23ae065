import { afterEach, expect, test } from 'vitest'
import { type DeliveryRig, deliveryRig, type RigOptions } from '../../test/delivery-rig.ts'
import type { RunningNotifier } from '../notifier.ts'

const running: RunningNotifier[] = []
const rigs: DeliveryRig[] = []
afterEach(async () => {
  const stopped = Promise.all(running.splice(0).map((notifier) => notifier.stop()))
  for (const { time } of rigs.splice(0)) await time.pass(1)
  await stopped
})

async function started(options?: RigOptions): Promise<DeliveryRig> {
  const rig = deliveryRig(options)
  rigs.push(rig)
  running.push(await rig.start())
  return rig
}

test('what is held is posted once, and shows how it was decided', async () => {
  const { hold, deny, channel, time } = await started()
  await hold(1)
  await time.pass(10)
  expect(channel.seen()).toEqual(['1 pending'])
  await deny(1)
  await time.pass(10)
  expect(channel.seen()).toEqual(['1 denied'])
  await time.pass(3_600_000)
  expect(channel.messages).toMatchObject([{ updates: 1 }])
})
