import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { topicName } from '@holdpoint/contracts'
import { deploy } from '@holdpoint/local'
import { parseTrust, Signer } from '@holdpoint/seal'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type FreshDeployment, freshDeployment } from './deployment.ts'
import { dumpRedis, kafkaClient, openRedis, realKafka, realRedis } from './index.ts'

let one: FreshDeployment
let two: FreshDeployment

beforeAll(async () => {
  ;[one, two] = await Promise.all([freshDeployment(), freshDeployment({ slots: 1 })])
})

afterAll(() => Promise.all([one?.close(), two?.close()]))

const redisAs = async (deployment: FreshDeployment, service: 'gate' | 'notifier') => {
  const settings = parse(readFileSync(deployment.configs[service], 'utf8'))
  const { host, port, username, password } = settings.redis
  const redis = new Redis({
    ...{ host, port, username, password, lazyConnect: true },
    ...{ protocol: 2, disableClientInfo: true, enableReadyCheck: false },
  })
  await redis.connect()
  return redis
}

describe('Redis users', () => {
  test.each([
    ['another slot table than its own', (redis: Redis) => redis.get(`${two.name}:{0}:state`)],
    ['keys of the notifier', (redis: Redis) => redis.get(`${one.name}:notifier:queue`)],
    ['a key without a slot', (redis: Redis) => redis.set(`${one.name}:x`, '1')],
    ['FLUSHALL', (redis: Redis) => redis.flushall()],
    ['KEYS', (redis: Redis) => redis.keys('*')],
    ['CONFIG', (redis: Redis) => redis.config('GET', '*')],
    ['ACL', (redis: Redis) => redis.call('ACL', 'LIST')],
    ['a channel of others', (redis: Redis) => redis.publish(`${two.name}:applied`, '0')],
  ] as const)('the gate is refused %s', async (_, attempt) => {
    const redis = await redisAs(one, 'gate')
    await expect(attempt(redis)).rejects.toThrow(/NOPERM|permission/)
    redis.disconnect()
  })

  test('the gate may not reach a foreign key through a script', async () => {
    const redis = await redisAs(one, 'gate')
    const script = "return redis.call('GET', KEYS[1])"
    await expect(redis.eval(script, 1, `${two.name}:{0}:state`)).rejects.toThrow('NOPERM')
    redis.disconnect()
  })

  test('the notifier is refused the state of the gate, and wiping', async () => {
    const redis = await redisAs(one, 'notifier')
    await expect(redis.hgetall(`${one.name}:{0}:state`)).rejects.toThrow('NOPERM')
    await expect(redis.flushall()).rejects.toThrow('NOPERM')
    await expect(redis.set(`${one.name}:notifier:seen`, '1')).resolves.toBe('OK')
    redis.disconnect()
  })

  test('nobody gets in without a name and password', async () => {
    const { host, port } = realRedis()
    const redis = new Redis({ host, port, lazyConnect: true, enableReadyCheck: false })
    redis.on('error', () => {})
    await expect(redis.get('x')).rejects.toThrow('NOAUTH')
    redis.disconnect()
  })
})

describe('files', () => {
  test('private keys and passwords can be read by their owner only', () => {
    expect(statSync(one.keyFile('')).mode & 0o777).toBe(0o700)
    const names = readdirSync(one.keyFile(''))
    expect(names).toContain('agent-refunds.jwk')
    for (const name of names) expect(statSync(one.keyFile(name)).mode & 0o777).toBe(0o600)
    for (const file of Object.values(one.configs)) expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('the trust file names the public key of each private one, and no private one', () => {
    const text = readFileSync(one.files.trust, 'utf8')
    expect(text).not.toMatch(/^\s*(- )?d:/m)
    const trust = parseTrust(text)
    const signer = (name: string) => Signer.fromText(readFileSync(one.keyFile(name), 'utf8'), name)
    expect(trust.deployment).toBe(one.urn)
    expect(trust.agent('refunds')(signer('agent-refunds.jwk').kid)).toBeDefined()
    expect(trust.executor('billing')(signer('executor-billing.jwk').kid)).toBeDefined()
    expect(trust.service('gate')(signer('gate.jwk').kid)).toBeDefined()
    expect(trust.service('notifier')(signer('gate.jwk').kid)).toBeUndefined()
    expect(trust.issuer(one.issuer)?.audience).toBe(one.urn)
    expect(trust.unsealing).toHaveLength(1)
  })

  test('each process gets the keys it needs and no other', () => {
    const keysOf = (name: keyof typeof one.configs): string[] => {
      const { keys } = parse(readFileSync(one.configs[name], 'utf8'))
      return Object.values<string>(keys).map((path) =>
        path.slice(join(one.keyFile(''), 'x').length - 1),
      )
    }
    const holders = Object.keys(one.configs) as (keyof typeof one.configs)[]
    expect(holders.filter((name) => keysOf(name).includes('unseal.jwk'))).toEqual(['unsealer'])
    expect(holders.filter((name) => keysOf(name).includes('gate.jwk'))).toEqual(['gate'])
    expect(holders.filter((name) => keysOf(name).includes('redactor-gate.key'))).toEqual([
      'redactor',
      'gate',
    ])
    expect(parse(readFileSync(one.configs.unsealer, 'utf8'))).not.toHaveProperty('kafka')
  })
})

test('deploying again into the same folder keeps keys, passwords and edited files', async () => {
  const { name, dir, kafka, settings, redis } = two
  const keys = () =>
    readdirSync(two.keyFile('')).map((file) => readFileSync(two.keyFile(file), 'utf8'))
  const before = { keys: keys(), trust: readFileSync(two.files.trust, 'utf8') }
  appendFileSync(two.files.policy, '# edited\n')
  const again = await deploy({
    ...{ name, dir, kafka, redis, ports: settings.ports, slots: 1, agents: ['refunds'] },
    executors: [{ id: 'billing', audiences: ['billing'] }],
  })
  expect({ keys: keys(), trust: readFileSync(two.files.trust, 'utf8') }).toEqual(before)
  expect(readFileSync(again.files.policy, 'utf8')).toMatch(/# edited\n$/)
  expect(again.user('gate')).toEqual(two.user('gate'))
  const redisAgain = await redisAs(two, 'gate')
  redisAgain.disconnect()
})

describe('two deployments', () => {
  test('the gate of one cannot read a topic of the other', async () => {
    const admin = kafkaClient(realKafka(), one.user('gate'), 0).admin()
    await admin.connect()
    const own = topicName(one.prefix, 'redacted')
    const foreign = topicName(two.prefix, 'redacted')
    await expect(admin.fetchTopicMetadata({ topics: [own] })).resolves.toMatchObject({
      topics: [{ name: own, partitions: [{}, {}] }],
    })
    await expect(admin.fetchTopicMetadata({ topics: [foreign] })).rejects.toMatchObject({
      type: 'TOPIC_AUTHORIZATION_FAILED',
    })
    await admin.disconnect()
  })

  test('closing one takes its topics, users and keys, and leaves the other', async () => {
    const three = await freshDeployment({ slots: 1 })
    const redis = openRedis(realRedis())
    await redis.set(`${three.name}:{0}:state`, 'x')
    await redis.set(`${one.name}:{0}:state`, 'x')
    await three.close()
    redis.disconnect()
    expect((await dumpRedis(realRedis(), `${three.name}:*`)).size).toBe(0)
    expect((await dumpRedis(realRedis(), `${one.name}:*`)).size).toBeGreaterThan(0)
    const admin = kafkaClient(realKafka(), realKafka().operator).admin()
    await admin.connect()
    const topics = await admin.listTopics()
    await admin.disconnect()
    expect(topics.filter((name) => name.startsWith(three.prefix))).toEqual([])
    expect(topics).toContain(topicName(one.prefix, 'decisions'))
    const gone = kafkaClient(realKafka(), three.user('gate'), 0).admin()
    await expect(gone.connect()).rejects.toMatchObject({ name: 'KafkaJSSASLAuthenticationError' })
    await gone.disconnect()
  })
})
