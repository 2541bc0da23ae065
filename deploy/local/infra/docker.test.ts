import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { kafkaContainer, kafkaImage, runArguments, valkeyContainer } from './docker.ts'

const operator = { username: 'operator', password: 'operator-secret' }
const internal = { username: 'broker', password: 'broker-secret' }
const ports = { client: 29092, internal: 29093, controller: 29094 }
let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'docker-'))
})

afterEach(() => rmSync(dir, { recursive: true }))

test('no password stands among the arguments, which everybody on the machine can read', () => {
  const kafka = kafkaContainer('k', dir, { ports, operator, internal })
  const valkey = valkeyContainer('v', dir, { port: 26379, operator })
  for (const { options } of [kafka, valkey]) {
    const text = runArguments(options).join(' ')
    expect(text).not.toContain('secret')
  }
})

test('files that hold passwords can be read by their owner only', () => {
  kafkaContainer('k', dir, { ports, operator, internal })
  valkeyContainer('v', dir, { port: 26379, operator })
  for (const name of ['server.properties', 'format.args', 'redis.conf', 'users.acl']) {
    expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600)
  }
})

test('servers are reached over loopback, under the port that clients are told', () => {
  const { options } = kafkaContainer('k', dir, { ports, operator, internal })
  const args = runArguments(options)
  expect(args).toContain('127.0.0.1:29092:29092')
  expect(args).toContain(kafkaImage)
  const properties = readFileSync(join(dir, 'server.properties'), 'utf8')
  expect(properties).toContain('CLIENT://0.0.0.0:29092,INTERNAL://127.0.0.1:29093')
  expect(properties).toContain('advertised.listeners=CLIENT://127.0.0.1:29092')
  expect(properties).toContain('log.dirs=/holdpoint/data')
})
