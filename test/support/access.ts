/** What a Kafka user can really do: each attempt is a request to the broker, and the broker's answer is the result. */
import { clusterOf } from '@holdpoint/local'
import { type Credential, kafkaClient } from '@holdpoint/testkit'

const fetchBytes = 1024
/** Kafka's numbers for what a coordinator is asked for. */
const coordinatorTypes = { group: 0, transactionalId: 1 } as const

/** Of kafkajs' inside: requests as they are, where its clients would look at metadata first and try again. */
interface RawBroker {
  fetch(request: object): Promise<unknown>
  produce(request: object): Promise<unknown>
  findGroupCoordinator(request: { groupId: string; coordinatorType: number }): Promise<unknown>
  initProducerId(request: { transactionalId: string; transactionTimeout: number }): Promise<unknown>
}

export interface Access {
  canRead(topic: string): Promise<boolean>
  /** Really writes, where it is let. */
  canWrite(topic: string): Promise<boolean>
  canJoin(group: string): Promise<boolean>
  canTransact(transactionalId: string): Promise<boolean>
  close(): Promise<void>
}

/** On a broker of one node, which leads everything. */
export async function accessAs(
  kafka: { readonly brokers: readonly string[] },
  user: Credential,
): Promise<Access> {
  const cluster = clusterOf(kafkaClient(kafka, user, 0))
  await cluster.connect()
  await cluster.refreshMetadata()
  const broker = (await cluster.findControllerBroker()) as unknown as RawBroker
  const partition = 0
  return {
    canRead: (topic) =>
      isLet(
        broker.fetch({
          ...{ isolationLevel: 1, maxWaitTime: 0 },
          topics: [{ topic, partitions: [{ partition, fetchOffset: '0', maxBytes: fetchBytes }] }],
        }),
      ),
    canWrite: (topic) =>
      isLet(
        broker.produce({
          topicData: [{ topic, partitions: [{ partition, messages: [{ key: 'k', value: 'v' }] }] }],
        }),
      ),
    canJoin: (groupId) =>
      isLet(broker.findGroupCoordinator({ groupId, coordinatorType: coordinatorTypes.group })),
    canTransact: (transactionalId) =>
      isLet(broker.initProducerId({ transactionalId, transactionTimeout: 1000 })),
    close: () => cluster.disconnect(),
  }
}

/** False only where the broker says that this user may not; any other fault is one of the test. */
async function isLet(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt
    return true
  } catch (error) {
    const { type } = error as { type?: unknown }
    if (typeof type === 'string' && type.endsWith('_AUTHORIZATION_FAILED')) return false
    throw error
  }
}
