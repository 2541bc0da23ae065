import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRedis, ownRedis, ownValkey, runDir, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putRedisUsers } from '../deployment/redis-users.ts'
import { LocalRedis } from './redis.ts'

describe.each([
  ['Redis', ownRedis],
  ['Valkey', ownValkey],
] as const)('%s', (name, own) => {
  const dir = runDir(name.toLowerCase())
  const found = own(join(dir, 'data'))

  /** The server, or why there is none on this machine. */
  async function server() {
    const result = await found
    return 'server' in result ? result : undefined
  }

  beforeAll(async () => {
    const mine = await server()
    if (mine === undefined) process.stdout.write(`${name} is left out: ${await missing()}\n`)
    await mine?.server.start()
  })

  afterAll(async () => (await server())?.server.stop())

  async function missing() {
    const result = await found
    return 'missing' in result ? result.missing : ''
  }

  test('keeps what it acknowledged, and its users, over kill -9', async () => {
    const mine = await server()
    if (mine === undefined) return
    const before = openRedis(mine.address)
    before.on('error', () => {})
    await putRedisUsers(before, 'ns', [{ username: 'ns.gate', password: 'pw', role: 'gate' }])
    await before.set('kept', 'yes')
    // Written to the file before the answer, synced to the disk within a second; a killed process loses nothing of it.
    mine.server.kill('SIGKILL')
    await mine.server.exited()
    before.disconnect()
    await mine.server.start()
    const after = openRedis(mine.address)
    expect(await after.get('kept')).toBe('yes')
    expect(await after.call('ACL', 'GETUSER', 'ns.gate')).not.toBeNull()
    after.disconnect()
  })

  test('never drops keys to make room', async () => {
    const mine = await server()
    if (mine === undefined) return
    const redis = openRedis(mine.address)
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual([
      'maxmemory-policy',
      'noeviction',
    ])
    redis.disconnect()
  })

  test('a second one in its folder is refused before it touches anything', async () => {
    const mine = await server()
    if (mine === undefined) return
    const { port, operator } = mine.address
    const other = new LocalRedis({
      ...{ dir: join(dir, 'data'), port: port + 1, operator, command: mine.server.command },
    })
    const message = expect.stringMatching(/^another server works in .*\(process \d+\)$/)
    await expect(other.start()).rejects.toMatchObject({ code: 'HP_SETUP', message })
    expect(readFileSync(join(dir, 'data', 'redis.conf'), 'utf8')).toContain(`port ${port}\n`)
  })

  test('a second one on its port says that the port is in use', async () => {
    const mine = await server()
    if (mine === undefined) return
    const other = new LocalRedis({
      ...{ dir: join(dir, 'other'), port: mine.address.port, operator: mine.address.operator },
      command: mine.server.command,
    })
    await expect(other.start()).rejects.toMatchObject({
      code: 'HP_SETUP',
      message: `Redis did not start: port ${mine.address.port} is in use`,
    })
    await until(() => other.pid === undefined, { deadlineMs: 5000, what: 'its end' })
  })
})
