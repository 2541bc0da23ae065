import { setImmediate } from 'node:timers/promises'
import { CheckpointPublished, check, decodeEvent, HoldpointError } from '@holdpoint/contracts'
import { MemoryCluster } from '@holdpoint/kafka'
import { utf8 } from '@holdpoint/tlog'
import { beforeEach, describe, expect, test } from 'vitest'
import { CheckpointTopic } from './checkpoint-topic.ts'
import { startMs } from './gate-hand.ts'

const topic = 't.audit.checkpoints'
const published = (size: number) => ({
  size,
  root: new Uint8Array(32),
  note: utf8(`note ${size}\n`),
})

let cluster: MemoryCluster
let faults: ('ok' | 'fail' | 'failPersisted')[]
beforeEach(() => {
  faults = []
  cluster = new MemoryCluster({
    clock: () => startMs,
    faults: (point) => (point === 'send' && faults.shift()) || 'ok',
  })
  cluster.createTopic(topic, 1)
})

function subject(bus = cluster.bus()) {
  const time = { clock: () => startMs, sleep: async () => void (await setImmediate()) }
  return new CheckpointTopic({ bus, topic, deployment: 'urn:holdpoint:test', origin: 'log', time })
}

const sizes = () =>
  cluster.records(topic, 0).map(({ headers, value }) => {
    return check(CheckpointPublished, decodeEvent({ headers, value }).data).size
  })

describe('checkpoints on their topic', () => {
  test('a broker that does not answer is asked again, and the newest is what comes through', async () => {
    faults = ['fail', 'failPersisted', 'ok']
    const checkpoints = subject()
    for (const size of [1, 2, 3]) checkpoints.publish(published(size))
    await checkpoints.stop()
    expect(sizes().at(-1)).toBe(3)
    expect(sizes().length).toBeLessThanOrEqual(3)
  })

  test('one that is there already, or older than one that is, is not sent', async () => {
    const checkpoints = subject()
    checkpoints.publish(published(0))
    checkpoints.publish(published(5))
    await checkpoints.stop()
    checkpoints.publish(published(5))
    checkpoints.publish(published(4))
    await checkpoints.stop()
    expect(sizes()).toEqual([5])
  })

  test('a broker that forbids it ends the auditor', async () => {
    const bus = cluster.bus()
    bus.send = async () => {
      throw new HoldpointError('HP_BROKER_DENIED', { what: topic })
    }
    const checkpoints = subject(bus)
    checkpoints.publish(published(1))
    await expect(checkpoints.failed).rejects.toMatchObject({ code: 'HP_BROKER_DENIED' })
  })
})
