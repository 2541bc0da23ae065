import { logLevel } from 'kafkajs'
import { expect, test } from 'vitest'
import { createLogCreator } from './log.ts'

function logging() {
  const lines: { fields: object; text: string }[] = []
  let nowMs = 0
  const logger = { warn: (fields: object, text: string) => lines.push({ fields, text }) }
  const write = createLogCreator(logger, () => nowMs)(logLevel.WARN)
  const log = (message: string, extra: object = {}, level = logLevel.ERROR) =>
    write({
      namespace: 'Producer',
      level,
      label: 'ERROR',
      log: { timestamp: 'now', message, ...extra },
    })
  return {
    lines,
    log,
    advance: (ms: number) => {
      nowMs += ms
    },
  }
}

test('values, stacks and payloads do not get into the log', () => {
  const { lines, log } = logging()
  const secret = '4111 1111 1111 1111'
  log(`Invalid message without value for topic "t": {"value":"${secret}"}`, {
    stack: secret,
    error: new Error(secret),
    payload: { data: secret },
    offsets: { topics: [secret] },
  })
  log(`Crash: KafkaJSError: handler said '${secret}'`)
  log(`two lines\n${secret}`)
  expect(JSON.stringify(lines)).not.toContain('4111')
  expect(lines[0]?.text).toBe('kafkajs Producer: Invalid message without value for topic')
})

test('harmless fields go along', () => {
  const { lines, log } = logging()
  log('Connection error: connect ECONNREFUSED', { broker: 'b:9092', groupId: 'g', clientId: 'c' })
  expect(lines).toEqual([
    {
      fields: { broker: 'b:9092', groupId: 'g' },
      text: 'kafkajs Producer: Connection error: connect ECONNREFUSED',
    },
  ])
})

test('a broker that is away does not flood the log: a line repeats after a while only', () => {
  const { lines, log, advance } = logging()
  for (let n = 0; n < 100; n++) log('Connection timeout')
  log('another line')
  expect(lines).toHaveLength(2)
  advance(10_001)
  log('Connection timeout')
  expect(lines).toHaveLength(3)
})

test('a healthy client is silent', () => {
  const { lines, log } = logging()
  log('Consumer has joined the group', {}, logLevel.INFO)
  log('Limiting retries for the idempotent producer may invalidate EoS', {}, logLevel.WARN)
  expect(lines).toEqual([])
})

test('without a logger nothing is said at all', () => {
  const write = createLogCreator(undefined, () => 0)(logLevel.WARN)
  const log = { timestamp: 'now', message: 'lost' }
  expect(() => write({ namespace: 'n', level: logLevel.ERROR, label: 'ERROR', log })).not.toThrow()
})
