import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startServers } from './servers.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'servers-'))
  vi.stubEnv('JAVA_HOME', undefined)
  vi.stubEnv('PATH', dir)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true })
})

/** Puts a program on the path that answers like this. */
function program(name: string, script: string): void {
  const file = join(dir, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
}

const start = (extra: Partial<Parameters<typeof startServers>[0]> = {}) => {
  return startServers({ name: 'demo', dir, cache: dir, say: () => {}, ...extra })
}

const operator = { username: 'o', password: 'p' }
const given = {
  kafka: { brokers: ['k:1'], operator },
  redis: { host: 'r', port: 1, operator },
}
const java17 = `echo 'openjdk version "17.0.15"' >&2`

describe('with nothing to run servers on, one sentence says what is missing', () => {
  test('neither Docker nor Java', async () => {
    expect(await start()).toEqual({
      kind: 'memory',
      why: 'There is no running Docker engine, and no Java 17 or later.',
    })
  })

  test.each(['11.0.2', '1.8.0_292'])('a Java that is too old: %s', async (version) => {
    program('java', `echo 'openjdk version "${version}"' >&2`)
    expect(await start()).toMatchObject({ why: expect.stringContaining('no Java 17 or later') })
  })

  test('Java without Maven', async () => {
    program('java', java17)
    expect(await start()).toMatchObject({ why: expect.stringContaining('no Maven') })
  })

  test('a Docker whose engine does not answer is none', async () => {
    program('docker', 'exit 1')
    expect(await start()).toMatchObject({ kind: 'memory' })
  })
})

describe('what was asked for by name is not replaced by something else', () => {
  test.each([
    ['given', 'HOLDPOINT_KAFKA_BROKERS and HOLDPOINT_REDIS_URL are not set'],
    ['docker', 'no Docker engine answers'],
    ['local', 'Java 17 or later is not here'],
  ] as const)('%s', async (kind, message) => {
    await expect(start({ kind })).rejects.toMatchObject({ code: 'HP_SETUP', message })
  })

  test('an engine that cannot fetch the images', async () => {
    program('docker', 'test "$1" = info')
    await expect(start({ kind: 'docker' })).rejects.toThrow(/Docker could not fetch valkey\//)
  })

  test('memory, even where there are servers', async () => {
    expect(await start({ kind: 'memory', given })).toMatchObject({ kind: 'memory' })
  })
})

test('Docker that cannot help is told, and the next way is taken', async () => {
  program('docker', 'test "$1" = info')
  const say = vi.fn()
  expect(await start({ say })).toMatchObject({ kind: 'memory' })
  expect(say).toHaveBeenLastCalledWith(expect.stringContaining('Docker did not help'))
})

test('a Maven that fails says what it said', async () => {
  program('java', java17)
  program('mvn', `test "$1" = -v || { echo '[ERROR] no route to host'; exit 1; }`)
  await expect(start()).rejects.toThrow(/Maven could not fetch.*no route to host/)
})

test('given servers come first, and are left alone at the end', async () => {
  program('docker', 'exit 0')
  const servers = await start({ given })
  expect(servers).toMatchObject({ kind: 'given', ...given })
  if (servers.kind !== 'memory') await servers.stop()
})
