import { describe, expect, test } from 'vitest'
import { type AclOperation, aclsFor } from './acl.ts'
import { type Role, roles } from './topics.ts'

const acls = aclsFor('x.')
const may = (role: Role, operation: AclOperation, resource = 'topic') =>
  acls
    .filter((acl) => acl.role === role && acl.resource === resource)
    .filter((acl) => acl.operations.includes(operation))
    .map((acl) => acl.name + (acl.pattern === 'prefixed' ? '*' : ''))
    .toSorted()
const who = (operation: AclOperation, name: string) =>
  roles.filter((role) => may(role, operation).includes(name))

describe('who may not', () => {
  test('only the redactor reads raw topics', () => {
    expect(who('Read', 'x.actions.intended')).toEqual(['redactor'])
    expect(who('Read', 'x.actions.outcomes')).toEqual(['redactor'])
  })

  test('only the gate writes decisions, releases, state and endings', () => {
    for (const name of ['decisions', 'actions.approved', 'gate.state', 'actions.settled']) {
      expect(who('Write', `x.${name}`)).toEqual(['gate'])
    }
  })

  test('the gate reads nothing raw, and the notifier writes commands, people and its dead letters only', () => {
    expect(may('gate', 'Read')).toEqual([
      'x.actions.redacted',
      'x.approvals.commands',
      'x.audit.checkpoints',
      'x.gate.state',
    ])
    expect(may('notifier', 'Write')).toEqual([
      ...['x.approvals.commands', 'x.dlq.notifier.decisions', 'x.people'],
    ])
    expect(who('Read', 'x.people')).toEqual(['notifier'])
  })

  test('an agent writes intents and nothing else; an executor outcomes and nothing else', () => {
    expect(may('agent', 'Write')).toEqual(['x.actions.intended'])
    expect(may('executor', 'Write')).toEqual(['x.actions.outcomes'])
  })

  test('the auditor writes checkpoints and its dead letters', () => {
    expect(may('auditor', 'Write')).toEqual([
      'x.audit.checkpoints',
      'x.dlq.auditor.actions.approved',
      'x.dlq.auditor.decisions',
    ])
  })

  test('dead letters are read by operators only, and each group writes its own', () => {
    for (const { name, role, operations } of acls.filter((acl) => acl.name.includes('.dlq.'))) {
      const group = name.split('.')[2]
      expect(operations).toEqual(role === 'operator' ? ['Read', 'Describe'] : ['Write', 'Describe'])
      expect(role === 'operator' ? 'operator' : group).toBe(role)
    }
    expect(may('operator', 'Write')).toEqual([])
  })

  test('nobody but the gate has transactions', () => {
    expect(acls.filter((acl) => acl.resource === 'transactionalId')).toEqual([
      {
        role: 'gate',
        resource: 'transactionalId',
        pattern: 'prefixed',
        name: 'x.gate.slot.',
        operations: ['Write', 'Describe'],
      },
    ])
  })

  test('nothing is granted on all topics, and no topic by a prefix', () => {
    for (const acl of acls) {
      expect(acl.name).not.toBe('*')
      expect(acl.name.startsWith('x.')).toBe(true)
      if (acl.resource === 'topic') expect(acl.pattern).toBe('literal')
    }
  })

  test('no role is given one resource twice', () => {
    const keys = acls.map((acl) => `${acl.role} ${acl.resource} ${acl.name}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

test('every reader has its group; agents and executors below their own name', () => {
  expect(may('redactor', 'Read', 'group')).toEqual(['x.redactor'])
  expect(may('gate', 'Read', 'group')).toEqual(['x.gate'])
  expect(may('notifier', 'Read', 'group')).toEqual(['x.notifier', 'x.notifier.people'])
  expect(may('auditor', 'Read', 'group')).toEqual(['x.auditor'])
  expect(may('agent', 'Read', 'group')).toEqual(['x.agent.*'])
  expect(may('executor', 'Read', 'group')).toEqual(['x.executor.*'])
})

test('whoever may use a topic may see its partitions', () => {
  for (const { operations } of acls) expect(operations).toContain('Describe')
})
