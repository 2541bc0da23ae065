/**
 * Sends requests that kafkajs does not know over its connections. kafkajs is pinned and frozen, so its inside can be relied on; connecting, SASL and finding the
 * controller come from there.
 */

import { HoldpointError } from '@holdpoint/contracts'
import type { Kafka } from 'kafkajs'
import { noTags } from './kafka-wire.ts'

export interface ApiRequest<T> {
  readonly apiKey: number
  readonly apiName: string
  readonly body: Buffer
  /** Gets the answer without its header. */
  readonly read: (answer: Buffer) => T
}

export interface Broker {
  /** https://kafka.apache.org/protocol#The_Messages_Fetch, as kafkajs decodes it. */
  fetch(request: {
    isolationLevel: 0 | 1
    maxWaitTime: number
    topics: {
      topic: string
      partitions: { partition: number; fetchOffset: string; maxBytes: number }[]
    }[]
  }): Promise<{ responses: { partitions: FetchedPartition[] }[] }>
  readonly connectionPool: {
    send<T>(protocol: {
      request: {
        apiKey: number
        apiVersion: number
        apiName: string
        encode: () => Promise<{ buf: Buffer; buffer: Buffer }>
      }
      response: { decode: (bytes: Buffer) => Promise<object>; parse: () => Promise<T> }
    }): Promise<T>
  }
}

export interface FetchedPartition {
  readonly partition: number
  readonly highWatermark: string
  readonly lastStableOffset: string
  readonly abortedTransactions: readonly unknown[]
  readonly messages: readonly { readonly offset: string }[]
}

export interface Cluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  refreshMetadata(): Promise<void>
  addTargetTopic(topic: string): Promise<void>
  /** Node id → partitions that it leads. */
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>
  findBroker(wanted: { nodeId: string }): Promise<Broker>
  findControllerBroker(): Promise<Broker>
}

/** Version 0 of a flexible request: its header ends with a tag section, which kafkajs does not write, so the body starts with it; so does the answer. */
export async function askController<T>(kafka: Kafka, asked: ApiRequest<T>): Promise<T> {
  const body = Buffer.concat([noTags, asked.body])
  const cluster = clusterOf(kafka)
  await cluster.connect()
  try {
    await cluster.refreshMetadata()
    const broker = await cluster.findControllerBroker()
    let answer: Buffer = noTags
    return await broker.connectionPool.send({
      request: {
        ...{ apiKey: asked.apiKey, apiVersion: 0, apiName: asked.apiName },
        encode: async () => ({ buf: body, buffer: body }),
      },
      response: {
        decode: async (bytes) => {
          answer = bytes.subarray(noTags.length)
          return {}
        },
        parse: async () => asked.read(answer),
      },
    })
  } finally {
    await cluster.disconnect()
  }
}

/** What kafkajs makes for every client; the caller connects and disconnects it. */
export function clusterOf(kafka: Kafka): Cluster {
  const make = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )
  const holder = kafka as unknown as Record<symbol, (options: object) => Cluster>
  const create = make === undefined ? undefined : holder[make]
  if (create === undefined) {
    throw new HoldpointError('HP_SETUP', { what: 'kafkajs is not the pinned version 2.2.4' })
  }
  return create({ metadataMaxAge: 0 })
}
