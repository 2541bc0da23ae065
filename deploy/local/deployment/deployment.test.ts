import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDirectory } from '@holdpoint/approval'
import { parseTrust } from '@holdpoint/seal'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processNames } from './configs.ts'
import { type DeploymentOptions, deployInMemory } from './deployment.ts'

const former = 'http://127.0.0.1:4680/issuer'
const present = 'http://127.0.0.1:4681/issuer'
let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'deployment-'))
})

afterEach(() => rmSync(dir, { recursive: true }))

function deployAt(issuer: string, more: Partial<DeploymentOptions> = {}) {
  const ports = Object.fromEntries(processNames.map((name, index) => [name, 20_000 + index]))
  return deployInMemory({
    ...{ name: 'here', dir, issuer, agents: ['refunds'], slots: 1, ...more },
    executors: [{ id: 'billing', audiences: ['billing'] }],
    ports: ports as DeploymentOptions['ports'],
  })
}

const filesOf = ({ files }: ReturnType<typeof deployAt>) => ({
  trust: parseTrust(readFileSync(files.trust, 'utf8'), files.trust),
  directory: parseDirectory(readFileSync(files.directory, 'utf8'), files.directory),
})

test('people keep their identities when the issuer gets another address', () => {
  deployAt(former)
  const { directory } = filesOf(deployAt(present, { formerIssuers: [former] }))
  expect(directory.personBySubject(present, 'alice')?.id).toBe('p-alice')
  expect(directory.personBySubject(former, 'alice')).toBeUndefined()
})

test('tokens of the former address can still be verified: the log has them', () => {
  deployAt(former)
  const text = readFileSync(deployAt(present, { formerIssuers: [former] }).files.trust, 'utf8')
  expect([text.includes(former), text.includes(present)]).toEqual([true, true])
})

test('keys stay the same from run to run, and belong to their owner only', () => {
  const first = filesOf(deployAt(former)).trust
  const again = deployAt(former)
  expect(filesOf(again).trust.digest).toBe(first.digest)
  for (const name of ['gate.jwk', 'issuer.jwk', 'gate-state.key', 'kafka-users.json']) {
    expect(statSync(again.keyFile(name)).mode & 0o777).toBe(0o600)
  }
})

test('what an operator has written is kept, unless another text is given', () => {
  const { files } = deployAt(former, { policy: 'version: 1\nname: mine\nrules: []\n' })
  deployAt(former)
  expect(readFileSync(files.policy, 'utf8')).toContain('name: mine')
})

test('settings without servers lead nowhere, with no password of anybody’s', () => {
  const { settings } = deployAt(former)
  expect(settings.brokers).toEqual(['memory:0'])
  expect(settings.redis).toMatchObject({ host: 'memory', port: 0 })
})
