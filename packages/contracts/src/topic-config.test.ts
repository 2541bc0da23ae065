import { describe, expect, test } from 'vitest'
import { batchBytesMax, memoryMs, recordBytesMax } from './limits.ts'
import { topicConfig, topicPlan } from './topic-config.ts'
import { deadLetterSources, slotTopics, type TopicId, topics } from './topics.ts'

const ids = [...(Object.keys(topics) as TopicId[]), 'dlq'] as const
const dayMs = 24 * 3600 * 1000

describe.each(ids)('topic %s', (id) => {
  const config = topicConfig(id)

  test('is stamped by the broker, so that no client’s clock decides or deletes anything', () => {
    expect(config['message.timestamp.type']).toBe('LogAppendTime')
  })

  test('takes the largest record and the largest transaction, with framing', () => {
    const bytesMax = Number(config['max.message.bytes'])
    expect(bytesMax).toBeGreaterThan(recordBytesMax)
    expect(bytesMax).toBeGreaterThan(batchBytesMax)
  })

  test('is readable whatever codec a producer chose', () => {
    expect(config['compression.type']).toBe('uncompressed')
  })

  test('closes segments often enough that records really go', () => {
    const segmentMs = Number(config['segment.ms'])
    expect(segmentMs).toBeLessThanOrEqual(dayMs)
    if (config['cleanup.policy'] === 'delete') {
      expect(segmentMs).toBeLessThan(Number(config['retention.ms']))
    }
  })

  test('either deletes by time or compacts, never by size', () => {
    const isCompact = config['cleanup.policy'] === 'compact'
    expect(Number(config['retention.ms']) > 0).toBe(!isCompact)
    expect(config['retention.bytes']).toBe('-1')
    for (const name of [
      'max.compaction.lag.ms',
      'min.cleanable.dirty.ratio',
      'delete.retention.ms',
    ]) {
      expect(name in config).toBe(isCompact)
    }
  })

  test('has only text, as Kafka’s admin wants it', () => {
    for (const value of Object.values(config)) expect(value).toMatch(/^[A-Za-z0-9.-]+$/)
  })
})

test('raw records are gone within a day, those between services a week', () => {
  expect(topicConfig('intended')['retention.ms']).toBe(String(dayMs))
  expect(topicConfig('outcomes')['retention.ms']).toBe(String(dayMs))
  expect(topicConfig('redacted')['retention.ms']).toBe(String(7 * dayMs))
  expect(topicConfig('dlq')['retention.ms']).toBe(String(14 * dayMs))
})

test('the gate remembers ids for longer than any of its inputs is kept', () => {
  for (const id of slotTopics.filter((slotTopic) => slotTopic !== 'state')) {
    expect(memoryMs).toBeGreaterThan(Number(topicConfig(id)['retention.ms']))
  }
})

describe('the plan', () => {
  const plan = topicPlan('demo.', 12)

  test('names every topic and dead letter topic once, under the prefix', () => {
    const names = plan.map((topic) => topic.name)
    const deadLetters = Object.values(deadLetterSources).flat().length
    expect(names).toHaveLength(Object.keys(topics).length + deadLetters)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name.startsWith('demo.')).toBe(true)
    expect(names).toContain('demo.dlq.gate.approvals.commands')
  })

  test('one partition per slot for what is keyed by action', () => {
    const partitions = new Map(plan.map((topic) => [topic.name, topic.partitions]))
    for (const id of slotTopics) expect(partitions.get(`demo.${topics[id].name}`)).toBe(12)
    expect(partitions.get('demo.decisions')).toBe(12)
    expect(partitions.get('demo.audit.checkpoints')).toBe(1)
    expect(partitions.get('demo.dlq.redactor.actions.intended')).toBe(1)
  })
})
