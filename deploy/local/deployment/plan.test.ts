import { aclsFor, slotTopics, topicName } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { planDeployment, userName } from './plan.ts'

const options = { prefix: 'acme.', agents: ['refunds', 'support'], executors: ['billing'] }
const plan = planDeployment(options)

const rightsOf = (user: string) =>
  plan.acls
    .filter((acl) => acl.user === user)
    .flatMap(({ resource, name, operations }) => {
      return operations.map((operation) => `${operation} ${resource} ${name}`)
    })

describe('who gets no rights', () => {
  test('an ACL names only users of the plan, and the operator is none of them', () => {
    const names = plan.users.map(({ name }) => name)
    expect(plan.acls.filter(({ user }) => !names.includes(user))).toEqual([])
    expect(plan.users.map(({ role }) => role)).not.toContain('operator')
    expect(names).not.toContain('acme.operator')
  })

  test('without executors nobody may read what they read', () => {
    const without = planDeployment({ ...options, executors: [] })
    const approved = topicName('acme.', 'approved')
    const readers = without.acls
      .filter(({ name, operations }) => name === approved && operations.includes('Read'))
      .map(({ user }) => user)
    expect(readers).toEqual(['acme.auditor'])
  })

  test('a topic trusted without signatures is read by the redactor and by nobody else of ours', () => {
    const withIngress = planDeployment({ ...options, ingress: ['crm.intents'] })
    const acls = withIngress.acls.filter(({ name }) => name === 'crm.intents')
    expect(acls).toEqual([
      {
        user: 'acme.redactor',
        resource: 'topic',
        pattern: 'literal',
        name: 'crm.intents',
        operations: ['Read', 'Describe'],
      },
    ])
  })
})

test('each agent and executor is a user of its own with the rights of its role', () => {
  const users = ['refunds', 'support'].map((id) => userName('acme.', 'agent', id))
  expect(users).toEqual(['acme.agent-refunds', 'acme.agent-support'])
  const [first, second] = users.map(rightsOf)
  expect(first).toEqual(second)
  expect(first).toContain(`Write topic ${topicName('acme.', 'intended')}`)
})

test('every rule of the table reaches every user of its role', () => {
  const expected = aclsFor('acme.').flatMap(({ role }) =>
    plan.users.filter((user) => user.role === role),
  )
  expect(plan.acls).toHaveLength(expected.length)
})

test('topics of slots have as many partitions as there are slots', () => {
  const slotIds: readonly string[] = slotTopics
  const counts = (slots?: number) =>
    planDeployment({ ...options, ...(slots === undefined ? {} : { slots }) })
      .topics.filter(({ id }) => slotIds.includes(id))
      .map(({ partitions }) => partitions)
  expect(new Set(counts())).toEqual(new Set([12]))
  expect(new Set(counts(3))).toEqual(new Set([3]))
})
