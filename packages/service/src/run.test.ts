import { EventEmitter } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processSettings } from './config-shape.ts'
import { createLogger } from './log.ts'
import { type Running, runService } from './run.ts'
import type { SystemTime } from './time.ts'

const schema = Type.Object(processSettings)
let folder = ''
let file = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-run-'))
  file = join(folder, 'demo.yaml')
  const text = 'service: demo\ndeployment: urn:holdpoint:demo\nhttp: { host: 127.0.0.1, port: 0 }\n'
  await writeFile(file, text)
})
afterAll(() => rm(folder, { recursive: true }))

/** A process that remembers its exits, and a clock whose sleeps end when told. */
function world(environment: Record<string, string> = { HOLDPOINT_CONFIG: file }) {
  const events = new EventEmitter()
  const exits: number[] = []
  const lines: string[] = []
  const wakes: (() => void)[] = []
  const time: SystemTime = {
    clock: () => 0,
    sleep: () => new Promise((resolve) => wakes.push(resolve)),
    every: () => () => {},
  }
  const host = Object.assign(events, { exit: (code: number) => void exits.push(code) })
  const log = createLogger({ service: 'demo', to: { write: (line) => void lines.push(line) } })
  const options = { host, time, log, environment }
  return { options, exits, lines, wakes, signal: (name: string) => events.emit(name, 'reason') }
}

const forever = <T>() => new Promise<T>(() => {})
const idle = (change: Partial<Running> = {}): Running => ({ stop: async () => {}, ...change })

describe('what the code does not understand ends the process with 1', () => {
  test('settings that are not there, by name', async () => {
    const { options, exits, lines } = world({})
    await runService({ schema, start: async () => idle() }, options)
    expect(exits).toEqual([1])
    expect(lines.join('')).toContain('HOLDPOINT_CONFIG must name the settings file')
  })

  test('a start that fails', async () => {
    const { options, exits } = world()
    await runService({ schema, start: () => Promise.reject(new Error('x')) }, options)
    expect(exits).toEqual([1])
  })

  test('a service that fails while it runs', async () => {
    const { options, exits, lines } = world()
    let fail: (error: unknown) => void = () => {}
    const failed = new Promise<never>((_, reject) => {
      fail = reject
    })
    await runService({ schema, start: async () => idle({ failed }) }, options)
    expect(exits).toEqual([])
    fail(new HoldpointError('HP_FENCED', { slot: 3 }))
    await expect.poll(() => exits).toEqual([1])
    expect(lines.join('')).toContain('slot 3 has a newer owner')
  })

  test.each(['uncaughtException', 'unhandledRejection'])('%s', async (event) => {
    const { options, exits, lines, signal } = world()
    await runService({ schema, start: async () => idle() }, options)
    signal(event)
    expect(exits).toEqual([1])
    expect(lines.at(-1)).toContain('"level":"fatal"')
    expect(lines.at(-1)).not.toContain('reason')
  })

  test('only once, whatever follows', async () => {
    const { options, exits, signal } = world()
    await runService({ schema, start: () => Promise.reject(new Error('x')) }, options)
    signal('uncaughtException')
    signal('unhandledRejection')
    expect(exits).toEqual([1])
  })
})

describe.each(['SIGTERM', 'SIGINT'])('%s', (name) => {
  test('stops the service and ends with 0', async () => {
    const { options, exits, signal } = world()
    let stops = 0
    const stop = async () => void stops++
    await runService({ schema, start: async () => idle({ stop }) }, options)
    signal(name)
    await expect.poll(() => exits).toEqual([0])
    expect(stops).toBe(1)
  })

  test('a stop that hangs ends with 1 at its deadline', async () => {
    const { options, exits, wakes, signal } = world()
    await runService({ schema, start: async () => idle({ stop: () => forever() }) }, options)
    signal(name)
    expect(exits).toEqual([])
    for (const wake of wakes) wake()
    await expect.poll(() => exits).toEqual([1])
  })

  test('a stop that fails ends with 1', async () => {
    const { options, exits, signal } = world()
    const stop = () => Promise.reject(new Error('x'))
    await runService({ schema, start: async () => idle({ stop }) }, options)
    signal(name)
    await expect.poll(() => exits).toEqual([1])
  })

  test('a second one does not wait', async () => {
    const { options, exits, signal } = world()
    await runService({ schema, start: async () => idle({ stop: () => forever() }) }, options)
    signal(name)
    signal('SIGTERM')
    expect(exits).toEqual([1])
  })

  test('while it starts: stopped as soon as it has started', async () => {
    const { options, exits, signal } = world()
    let stops = 0
    const start = async () => {
      signal(name)
      return idle({ stop: async () => void stops++ })
    }
    await runService({ schema, start }, options)
    await expect.poll(() => exits).toEqual([0])
    expect(stops).toBe(1)
  })
})

test('the service gets its settings, its log and its metrics', async () => {
  const { options, lines } = world()
  const seen: string[] = []
  await runService(
    {
      schema,
      start: async ({ config, log, metrics }) => {
        seen.push(config.service, config.deployment, await metrics.registry.metrics())
        log.info('hello')
        return idle()
      },
    },
    options,
  )
  expect(seen.slice(0, 2)).toEqual(['demo', 'urn:holdpoint:demo'])
  expect(seen[2]).toContain('service="demo"')
  expect(lines.join('')).toContain('hello')
})
