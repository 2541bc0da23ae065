import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addRoutes } from '../edge/routes.ts'
import { encodeLeaf, type Leaf } from '../leaf.ts'
import { deployment, origin } from '../rig.ts'
import { run } from './command.ts'
import { urlFiles } from './files.ts'
import { verifyLog } from './verify-log.ts'
import { World } from './world.ts'

type Edge = ReturnType<typeof createEdge>

let world: World
let leaves: Leaf[]
let edge: Edge
let running: Awaited<ReturnType<World['rig']['start']>>

beforeAll(async () => {
  world = new World()
  leaves = await world.log()
  running = await world.rig.start()
  const { log, auditor } = running
  const metrics = createMetrics('auditor')
  edge = createEdge({
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics,
    isReady: () => true,
  })
  addRoutes(edge, { log, recorder: auditor.recorder, deployment, origin, vkey: world.vkey })
})
afterAll(async () => {
  await edge.close()
  await running.auditor.stop()
  world.rig.remove()
})

const get = async (url: string) => await edge.inject({ method: 'GET', url })

describe('wrong usage exits with 2 and says what to do', () => {
  test.each([
    ['nothing', [], /Usage: holdpoint verify/],
    ['another command', ['sign', 'x'], /Usage/],
    ['two targets', ['verify', 'a', 'b'], /Usage/],
    ['an unknown option', ['verify', 'a', '--trusted', 'x'], /--trusted/],
    [
      'a folder that is not there',
      ['verify', '/nowhere/at/all', '--key', 'x+00000000+x'],
      /x\+|base64|vkey/,
    ],
    [
      'a trust file that is not there',
      ['verify', '.', '--trust', '/nowhere/trust.yaml'],
      /trust\.yaml/,
    ],
    ['neither key nor trust file', ['verify', '.'], /a log that vouches for itself proves nothing/],
  ])('%s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })

  test('help is not an error', async () => {
    expect(await run(['--help'])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test("a key that is not the log's verifies nothing", async () => {
    const other = new World()
    other.rig.remove()
    expect((await run(['verify', world.rig.dir, '--key', other.vkey])).exitCode).toBe(40)
    const vkeyFile = world.file('log.vkey', `${world.vkey}\n`)
    expect((await run(['verify', world.rig.dir, '--key', vkeyFile])).exitCode).toBe(0)
  })
})

describe('proofs from the edge', () => {
  test('a proof carries its leaf and holds offline; the case of an action is what is proven', async () => {
    const { actionId } = leaves.at(-1) as { actionId: string }
    const answer = await get(`/v1/proofs/inclusion?action=${actionId}`)
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    const path = world.file('case.tlog-proof', answer.body)
    const { exitCode, stdout } = await run([
      'verify',
      path,
      '--trust',
      world.file('t.json', world.trustText),
    ])
    expect(stdout).toMatch(
      /case of action .*: a\.b asked by bot, denied by people \(p-1\), ended denied/,
    )
    expect(exitCode).toBe(0)
  })

  test('an event is checked down to its signatures', async () => {
    const trust = world.file('t.json', world.trustText)
    for (const index of leaves.keys()) {
      const path = world.file(
        'one.tlog-proof',
        (await get(`/v1/proofs/inclusion?index=${index}`)).body,
      )
      expect((await run(['verify', path, '--trust', trust])).exitCode).toBe(0)
      expect((await run(['verify', path, '--key', world.vkey])).exitCode).toBe(0)
    }
  })

  test('a proof with any byte changed, or over another leaf, is refused', async () => {
    const { body } = await get('/v1/proofs/inclusion?index=3')
    for (let at = 0; at < body.length; at += 37) {
      const bytes = Buffer.from(body)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      const { exitCode } = await run([
        'verify',
        world.file('bad.tlog-proof', bytes),
        '--key',
        world.vkey,
      ])
      expect(exitCode, `byte ${at}`).toBe(40)
    }
    const path = world.file('good.tlog-proof', body)
    const leaf = (n: number) => world.file('leaf.json', encodeLeaf(leaves[n] as Leaf))
    expect((await run(['verify', path, '--key', world.vkey, '--leaf', leaf(2)])).exitCode).toBe(40)
    expect((await run(['verify', path, '--key', world.vkey, '--leaf', leaf(3)])).exitCode).toBe(0)
    const bare = body.replace(/^extra .*\n/m, '')
    const missing = await run(['verify', world.file('bare.tlog-proof', bare), '--key', world.vkey])
    expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringContaining('--leaf')])
  })

  test.each([
    ['/v1/proofs/inclusion', 400, 'index'],
    ['/v1/proofs/inclusion?index=-1', 400, 'index'],
    ['/v1/proofs/inclusion?index=1e3', 400, 'index'],
    ['/v1/proofs/inclusion?index=12', 400, 'index'],
    ['/v1/proofs/inclusion?action=x', 400, 'action'],
    ['/v1/proofs/inclusion?action=00000000-0000-4000-8000-000000000000', 404, undefined],
    ['/v1/records', 400, 'action'],
    ['/v1/records?action=00000000-0000-4000-8000-000000000000', 404, undefined],
    ['/tile/0/../../.state/epoch/1', 404, undefined],
    ['/tile/%2e%2e/.state/epoch/1', 404, undefined],
    ['/tile/0/999', 404, undefined],
    ['/views/aa/aa.json', 404, undefined],
  ])('%s is refused with %d', async (url, status, field) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.json().field]).toEqual([status, field])
  })
})

describe('the log over HTTP', () => {
  test('is the log that verifies, without its views', async () => {
    const files = urlFiles('http://auditor.example', async (url) => {
      const { statusCode, rawPayload } = await get(new URL(String(url)).pathname)
      return new Response(new Uint8Array(rawPayload), { status: statusCode })
    })
    const report = await verifyLog({
      files,
      verifiersOf: () => [world.rig.verifier],
      trust: world.trust,
    })
    expect(report.problems).toEqual([])
    expect(report.counts).toMatchObject({
      events: 10,
      viewsPresent: 0,
      viewsAbsent: 11,
      decisions: 2,
    })
  })

  test('records of an action are told with their places, and the key with its origin', async () => {
    const { actionId } = leaves.at(-1) as { actionId: string }
    const { records, size } = (await get(`/v1/records?action=${actionId}`)).json()
    expect(records.map(({ index }: { index: number }) => index)).toEqual([8, 9, 10, 11])
    expect(size).toBe(12)
    expect((await get('/v1/keys')).json()).toEqual({ deployment, origin, vkey: world.vkey })
    expect((await get('/checkpoint')).body).toBe(
      readFileSync(join(world.rig.dir, 'checkpoint'), 'utf8'),
    )
  })
})

test('the command is a program that the host can run', () => {
  const { mode } = statSync(join(import.meta.dirname, '../../bin/holdpoint.mjs'))
  expect(mode & 0o111).not.toBe(0)
})
