import { describe, expect, test } from 'vitest'
import {
  deadLetterSources,
  deadLetterTopic,
  groupName,
  type Role,
  type TopicId,
  topicName,
  topics,
  transactionalId,
} from './topics.ts'

const ids = Object.keys(topics) as TopicId[]

test('no two topics have one name, and Kafka takes every name', () => {
  const names = ids.map((id) => topics[id].name)
  expect(new Set(names).size).toBe(names.length)
  // A dot and an underscore collide in Kafka's metrics: dots only.
  for (const name of names) expect(name).toMatch(/^[a-z][a-z.-]{0,60}$/)
})

test('names stand under the deployment’s prefix', () => {
  expect(topicName('', 'intended')).toBe('actions.intended')
  expect(topicName('demo.', 'state')).toBe('demo.gate.state')
  expect(deadLetterTopic('demo.', 'gate', 'redacted')).toBe('demo.dlq.gate.actions.redacted')
  expect(groupName('demo.', 'gate')).toBe('demo.gate')
  expect(transactionalId('demo.', 3)).toBe('demo.gate.slot.3')
})

describe.each(ids)('%s', (id) => {
  const {
    readers,
    writers,
    name,
  }: { readers: readonly Role[]; writers: readonly Role[]; name: string } = topics[id]

  test('has somebody who writes and somebody who reads', () => {
    expect(writers.length).toBeGreaterThan(0)
    expect(readers.length).toBeGreaterThan(0)
    expect(name).not.toBe('')
  })

  test('the operator’s credential neither writes nor reads it', () => {
    expect([...writers, ...readers]).not.toContain('operator')
  })
})

test('a group parks only records of topics that it may read', () => {
  for (const [group, sources] of Object.entries(deadLetterSources)) {
    for (const id of sources) {
      const readers: readonly string[] = topics[id].readers
      expect(readers).toContain(group)
    }
  }
})
