/** Every group's offsets are set back to the beginning, and all that the input topics have kept is written to them once more. */
import { groupName, type TopicId, topicName } from '@holdpoint/contracts'
import { kafkaClient } from '@holdpoint/testkit'
import { executorIds } from '../rules.ts'
import type { Act, Case } from './act.ts'

const count = 24
const inputs = ['intended', 'redacted', 'commands', 'outcomes'] as const satisfies TopicId[]
const roles = ['gate', 'redactor', 'auditor'] as const

export const replay: Case = {
  what: 'offsets reset and seven days replayed: no second release',
  slots: 2,
  async play(act) {
    const { scene, arena } = act
    scene.execute(executorIds[0], 0)
    const allowed = () => Promise.all(Array.from({ length: count }, () => scene.propose(type)))
    const ids = await allowed()
    const asked = await Promise.all([scene.held(), scene.held()])
    await Promise.all(asked.map((id) => scene.vote(id, 'p-alice', 'approve')))
    await Promise.all(ids.map((id) => scene.follower.fact('succeeded', id)))
    await Promise.all(asked.map((id) => scene.finish(id)))
    const { at, gates } = scene
    const services = [...gates, at.service('redactor'), at.service('auditor')]
    await Promise.all(services.map((service) => service.stop()))
    await setBack(act)
    await writeAgain(act)
    await arena.wipeRedis()
    for (const service of services) service.start()
    await Promise.all(services.map((service) => service.ready()))
    // Behind everything that was written again, in both slots.
    await allowed()
  },
}
const type = 'chaos.allowed'

async function setBack({ scene: { at } }: Act): Promise<void> {
  const admin = kafkaClient(at.hp.kafka, at.hp.kafka.operator).admin()
  await admin.connect()
  try {
    for (const groupId of roles.map((role) => groupName(at.hp.prefix, role))) {
      for (const { topic } of await admin.fetchOffsets({ groupId })) {
        await admin.resetOffsets({ groupId, topic, earliest: true })
      }
    }
  } finally {
    await admin.disconnect()
  }
}

/** Bytes and headers as they were; the broker gives them new times. */
async function writeAgain({ scene }: Act): Promise<void> {
  const { at } = scene
  for (const id of inputs) {
    const topic = topicName(at.hp.prefix, id)
    const records = await at.records(id)
    await at.operator().send(
      records.map(({ partition, key, value, headers }) => {
        return { topic, partition, key, value, headers }
      }),
    )
    for (const { headers } of records) {
      const command = headers['ce_id'] ?? ''
      const copies = scene.written.get(command)
      if (copies !== undefined) scene.written.set(command, copies + 1)
    }
  }
}
