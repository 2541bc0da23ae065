import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { parseDirectory } from './directory.ts'

const text = `people:
  - id: ann
    email: Ann@Example.org
    groups: [finance]
    subjects: [{issuer: https://id.example.org, subject: a-1}]
  - {id: ben, groups: [finance, legal]}
  - {id: cid}
groups: [finance, legal]
agents:
  - {id: bot, owner: ann, operators: [ben, ann], types: ["payments.*", mail.send]}
  - {id: free-bot, owner: cid}
`
const directory = parseDirectory(text, 'directory.yaml')

function mistake(changed: string): string {
  try {
    parseDirectory(changed, 'directory.yaml')
    return 'none'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('a directory file with a mistake is refused', () => {
  test.each([
    [
      'a field nobody knows',
      text.replace('groups: [finance]\n', 'group: finance\n'),
      '4: people/0 (ann)/group is not part',
    ],
    [
      'an owner who is nobody',
      text.replace('owner: cid', 'owner: cad'),
      '11: agents/1 (free-bot)/owner is not among',
    ],
    [
      'a last deployer who is nobody',
      text.replace('owner: cid', 'owner: cid, lastDeployer: cad'),
      '11: agents/1 (free-bot)/lastDeployer is not among',
    ],
    [
      'an operator who is nobody',
      text.replace('[ben, ann]', '[bem, ann]'),
      '10: agents/0 (bot)/operators/0 is not among',
    ],
    [
      'a group that is not listed',
      text.replace('groups: [finance]\n', 'groups: [finanse]\n'),
      '4: people/0 (ann)/groups/0',
    ],
    ['a person twice', text.replace('{id: cid}', '{id: ann}'), '7: people/2 (ann)/id stands twice'],
    [
      'an address twice',
      text.replace('{id: cid}', '{id: cid, email: ANN@example.org}'),
      '7: people/2 (cid)/email stands twice',
    ],
    [
      "another's id as address",
      text.replace('{id: cid}', '{id: cid, email: x@y}').replace('{id: ben', '{id: X@y'),
      'is the id of somebody else',
    ],
    [
      'a subject twice',
      text.replace(
        '{id: cid}',
        '{id: cid, subjects: [{issuer: https://id.example.org, subject: a-1}]}',
      ),
      'subjects/0 stands twice',
    ],
    ['an agent twice', text.replace('id: free-bot', 'id: bot'), 'agents/1 (bot)/id stands twice'],
    [
      'an agent nobody owns',
      text.replace('owner: cid', 'operators: [cid]'),
      'agents/1 (free-bot)/owner is missing',
    ],
  ])('%s', (_, changed, message) => {
    expect(changed).not.toBe(text)
    expect(mistake(changed)).toContain(message)
  })
})

describe('a directory', () => {
  test('is known by the digest of its text', () => {
    expect(directory.digest).toBe(digestBytes(text))
    expect(directory.text).toBe(text)
  })

  test('finds people by id, by address in any case, and by the subject of their issuer', () => {
    expect(directory.person('ann')).toEqual({
      id: 'ann',
      email: 'Ann@Example.org',
      groups: ['finance'],
    })
    expect(directory.person('Ann')).toBeUndefined()
    expect(directory.person('constructor')).toBeUndefined()
    expect(directory.personByEmail('aNN@example.ORG')?.id).toBe('ann')
    expect(directory.personBySubject('https://id.example.org', 'a-1')?.id).toBe('ann')
    expect(directory.personBySubject('https://id.example.org', 'a-2')).toBeUndefined()
    expect(directory.personBySubject('https://evil.example.org', 'a-1')).toBeUndefined()
  })

  test('knows who stands on the side of an agent', () => {
    expect(directory.agentSide('bot')).toEqual(['ann', 'ben'])
    expect(directory.agentSide('nobody')).toEqual([])
    const deployed = parseDirectory(
      text.replace('owner: cid', 'owner: cid, lastDeployer: ben'),
      'd',
    )
    expect(deployed.lastDeployer('free-bot')).toBe('ben')
    expect(deployed.lastDeployer('bot')).toBeUndefined()
    expect(deployed.agentSide('free-bot')).toEqual(['cid'])
  })

  test('lets registered agents ask for their types, and nobody else for anything', () => {
    expect(directory.agentMay('bot', 'payments.refund')).toBe(true)
    expect(directory.agentMay('bot', 'mail.send')).toBe(true)
    expect(directory.agentMay('bot', 'mail.send.all')).toBe(false)
    expect(directory.agentMay('free-bot', 'anything.at-all')).toBe(true)
    expect(directory.agentMay('stranger', 'payments.refund')).toBe(false)
  })
})
