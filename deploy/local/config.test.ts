import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, repositoryRoot } from './config.ts'

const given = {
  HOLDPOINT_KAFKA_BROKERS: 'a:9092,b:9092',
  HOLDPOINT_KAFKA_USERNAME: 'operator',
  HOLDPOINT_KAFKA_PASSWORD: 'secret',
  HOLDPOINT_REDIS_URL: 'redis://admin:p%40ss@redis.internal',
}

describe('a setting is refused by its name', () => {
  test.each([
    ['HOLDPOINT_NAME', '../other'],
    ['HOLDPOINT_NAME', ''],
    ['HOLDPOINT_SLOTS', '0'],
    ['HOLDPOINT_SLOTS', '1.5'],
    ['HOLDPOINT_PORT', 'http'],
    ['HOLDPOINT_KAFKA_PORT', '65536'],
    ['HOLDPOINT_SERVERS', 'cloud'],
  ])('%s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`environment: ${name} must be`)
  })

  test.each(Object.keys(given))('%s missing while the others of its kind are there', (name) => {
    const rest = { ...given, [name]: undefined }
    expect(() => readConfig(rest)).toThrow(`environment: ${name} must be set too`)
  })

  test.each(['http://x', 'redis://h', 'redis://user@h', 'nonsense'])(
    'HOLDPOINT_REDIS_URL=%s, without showing it',
    (url) => {
      const read = () => readConfig({ ...given, HOLDPOINT_REDIS_URL: url })
      expect(read).toThrow('HOLDPOINT_REDIS_URL must be redis://user:password@host:port')
    },
  )
})

test('with nothing set there is a demo in the repository, on servers of its own', () => {
  const { port, ...config } = readConfig({})
  expect(config).toMatchObject({
    name: 'demo',
    dir: join(repositoryRoot, '.holdpoint', 'demo'),
    given: undefined,
    kind: undefined,
    slots: undefined,
  })
  expect(port).toBeUndefined()
})

test('given servers come with their operators', () => {
  expect(readConfig(given).given).toEqual({
    kafka: {
      brokers: ['a:9092', 'b:9092'],
      operator: { username: 'operator', password: 'secret' },
    },
    redis: {
      host: 'redis.internal',
      port: 6379,
      operator: { username: 'admin', password: 'p@ss' },
    },
  })
})
