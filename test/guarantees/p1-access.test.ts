/** P1 and P2, in Kafka itself: every principal against every topic, each an attempt at a real broker that denies by default. */
import { readFileSync } from 'node:fs'
import { deadLetterSources, groupName, transactionalId } from '@holdpoint/contracts'
import { type FreshDeployment, freshDeployment, kafkaClient } from '@holdpoint/testkit'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Access, accessAs } from '../support/access.ts'

/** Written down here once more on purpose: a change of the topics table that gives somebody more must be seen. */
const may = {
  redactor: {
    reads: ['actions.intended', 'actions.outcomes'],
    writes: [
      ...['actions.intended', 'actions.outcomes', 'actions.redacted'],
      ...['dlq.redactor.actions.intended', 'dlq.redactor.actions.outcomes'],
    ],
  },
  gate: {
    reads: ['actions.redacted', 'approvals.commands', 'audit.checkpoints', 'gate.state'],
    writes: [
      ...['actions.approved', 'actions.settled', 'approvals.commands', 'decisions'],
      ...['dlq.gate.actions.redacted', 'dlq.gate.approvals.commands', 'gate.state'],
    ],
  },
  notifier: {
    reads: ['audit.checkpoints', 'decisions', 'people'],
    writes: ['approvals.commands', 'dlq.notifier.decisions', 'people'],
  },
  auditor: {
    reads: ['actions.approved', 'audit.checkpoints', 'decisions'],
    writes: ['audit.checkpoints', 'dlq.auditor.actions.approved', 'dlq.auditor.decisions'],
  },
  agent: { reads: ['actions.settled', 'audit.checkpoints'], writes: ['actions.intended'] },
  executor: { reads: ['actions.approved', 'audit.checkpoints'], writes: ['actions.outcomes'] },
} as const
type Principal = keyof typeof may
const principals = Object.keys(may) as Principal[]

let hp: FreshDeployment
const access = new Map<Principal, Access>()
const found = new Map<Principal, { reads: string[]; writes: string[] }>()

const userOf = (principal: Principal) => {
  if (principal === 'agent') return hp.user('agent', 'refunds')
  return principal === 'executor' ? hp.user('executor', 'billing') : hp.user(principal)
}

/** Nothing runs on this deployment: attempts that succeed leave rubbish behind. */
beforeAll(async () => {
  hp = await freshDeployment({ slots: 1 })
  await Promise.all(principals.map(tryEverything))
})
afterAll(async () => {
  await Promise.all([...access.values()].map((each) => each.close()))
  await hp.close()
})

async function tryEverything(principal: Principal): Promise<void> {
  const mine = await accessAs(hp.kafka, userOf(principal))
  access.set(principal, mine)
  const names = hp.plan.topics.map(({ name }) => name)
  const pick = async (can: (topic: string) => Promise<boolean>) => {
    const answers = await Promise.all(names.map(can))
    const let_ = names.filter((_, at) => answers[at])
    return let_.map((name) => name.slice(hp.prefix.length)).sort()
  }
  found.set(principal, { reads: await pick(mine.canRead), writes: await pick(mine.canWrite) })
}

const read = (principal: Principal) => found.get(principal)?.reads ?? []
const written = (principal: Principal) => found.get(principal)?.writes ?? []

describe('in words', () => {
  const raw = ['actions.intended', 'actions.outcomes']

  test('an agent can neither approve itself nor read anything raw or undecided', () => {
    expect(written('agent')).not.toContain('actions.approved')
    for (const topic of [...raw, 'decisions', 'actions.redacted', 'actions.approved'])
      expect(read('agent')).not.toContain(topic)
  })

  test('nobody but the redactor reads what is raw', () => {
    for (const topic of raw)
      expect(principals.filter((each) => read(each).includes(topic))).toEqual(['redactor'])
  })

  test('nobody but the gate writes decisions, grants, endings and its state', () => {
    for (const topic of ['decisions', 'actions.approved', 'actions.settled', 'gate.state'])
      expect(principals.filter((each) => written(each).includes(topic))).toEqual(['gate'])
  })

  test('the gate cannot read actions.intended', () => {
    expect(read('gate')).not.toContain('actions.intended')
  })

  test('the notifier writes nothing but commands, whose accounts are whose, and its dead letters', () => {
    expect(written('notifier')).toEqual([
      ...['approvals.commands', 'dlq.notifier.decisions', 'people'],
    ])
  })

  test('an executor can neither approve nor read what is not approved', () => {
    expect(written('executor')).toEqual(['actions.outcomes'])
    expect(read('executor')).not.toContain('actions.redacted')
    expect(read('executor')).not.toContain('decisions')
  })

  test('the auditor writes nothing that anybody acts on', () => {
    const owned = written('auditor').filter((topic) => !topic.startsWith('dlq.auditor.'))
    expect(owned).toEqual(['audit.checkpoints'])
  })

  test('no service reads back what it parked: dead letters are for operators', () => {
    for (const each of principals)
      expect(read(each).filter((topic) => topic.startsWith('dlq.'))).toEqual([])
  })
})

test('every topic of the deployment was tried', () => {
  const letters = Object.values(deadLetterSources).flat()
  expect(hp.plan.topics).toHaveLength(10 + letters.length)
})

test.each(principals)('%s may do exactly what is written above', (principal) => {
  expect(found.get(principal)).toEqual(may[principal])
})

describe('groups and transactions', () => {
  test.each(principals)('%s cannot join the group of another', async (principal) => {
    const others = principals.filter((each) => each !== principal)
    const groups = others.flatMap((each) => {
      const name = groupName(hp.prefix, each)
      return [name, `${name}.other`]
    })
    const can = await Promise.all(groups.map((group) => access.get(principal)?.canJoin(group)))
    expect(groups.filter((_, at) => can[at])).toEqual([])
  })

  test('nobody but the gate can take a slot over', async () => {
    const can = await Promise.all(
      principals.map((each) => access.get(each)?.canTransact(transactionalId(hp.prefix, 0))),
    )
    expect(principals.filter((_, at) => can[at])).toEqual(['gate'])
  })
})

describe('the administration of Kafka', () => {
  const denied = /^(TOPIC|CLUSTER)_AUTHORIZATION_FAILED$/
  const refusalOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'let',
      ({ type, errors: [first] = [] }) => String(type ?? first?.type),
    )

  test.each(principals)('%s cannot make topics, change retention or give rights', async (each) => {
    const admin = kafkaClient(hp.kafka, userOf(each), 0).admin()
    await admin.connect()
    const [topic = ''] = hp.plan.topics.map(({ name }) => name)
    const resource = { type: 2, name: topic, configEntries: [{ name: 'retention.ms', value: '1' }] }
    const right = {
      ...{ principal: 'User:x', host: '*', resourceType: 2, resourceName: topic },
      ...{ resourcePatternType: 3, operation: 3, permissionType: 3 },
    }
    try {
      expect(await refusalOf(admin.createTopics({ topics: [{ topic: 'mine' }] }))).toMatch(denied)
      expect(await refusalOf(admin.deleteTopics({ topics: [topic] }))).toMatch(denied)
      const change = { validateOnly: false, resources: [resource] }
      expect(await refusalOf(admin.alterConfigs(change))).toMatch(denied)
      expect(await refusalOf(admin.createAcls({ acl: [right] }))).toMatch(denied)
    } finally {
      await admin.disconnect()
    }
  })
})

describe('the unsealing role', () => {
  test('has no Kafka user and no broker’s address', () => {
    expect(hp.plan.users.filter(({ name }) => /unseal/.test(name))).toEqual([])
    expect(parse(readFileSync(hp.configs.unsealer, 'utf8'))).not.toHaveProperty('kafka')
  })

  test.each(['', 'unsealer', 'unseal', 'redactor'])(
    'the name "%s" and a guess let nobody in',
    async (name) => {
      const admin = kafkaClient(
        hp.kafka,
        { username: `${hp.prefix}${name}`, password: name },
        0,
      ).admin()
      await expect(admin.connect()).rejects.toMatchObject({
        name: 'KafkaJSSASLAuthenticationError',
      })
      await admin.disconnect()
    },
  )

  test('without a name nobody gets in at all', async () => {
    const kafka = new Kafka({
      ...{ brokers: [...hp.kafka.brokers], logLevel: logLevel.NOTHING, retry: { retries: 0 } },
    })
    await expect(kafka.admin().listTopics()).rejects.toThrow()
  })
})
