import { HoldpointError } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { LogLevel } from './config-shape.ts'
import { createLogger } from './log.ts'

function capture(level?: LogLevel) {
  const lines: string[] = []
  const to = { write: (line: string) => void lines.push(line) }
  const log = createLogger({ service: 'gate', ...(level === undefined ? {} : { level }), to })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

describe('no payload gets into a line', () => {
  test('by the message of a thrown error, however it is passed', () => {
    const { log, lines } = capture()
    const error = new Error('card 4111111111111111')
    log.error(error)
    log.error({ err: error })
    log.warn({ err: error, slot: 3 }, 'trying again')
    log.error({ error })
    log.fatal({ cause: error }, 'x')
    expect(lines).toHaveLength(5)
    expect(lines.join('')).not.toContain('4111')
  })

  test('by a field that is never meant to be logged', () => {
    const { log, lines } = capture()
    log.info({ token: 'hunter2', password: 'hunter2', kafka: { password: 'hunter2' } }, 'x')
    log.info(
      { record: { value: 'hunter2' }, request: { headers: 'hunter2', body: 'hunter2' } },
      'x',
    )
    log.child({ authorization: 'hunter2' }).info('x')
    expect(lines.join('')).not.toContain('hunter2')
  })
})

describe('a line', () => {
  test('says when, how grave, which service, and the fields', () => {
    const { log, last } = capture()
    log.child({ slot: 7 }).info({ actionId: 'a' }, 'slot open')
    const { time, ...line } = last()
    expect(line).toEqual({
      level: 'info',
      service: 'gate',
      slot: 7,
      actionId: 'a',
      msg: 'slot open',
    })
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  test('about an error of ours has its code, kind and sentence', () => {
    const { log, last } = capture()
    log.warn(new HoldpointError('HP_BROKER', { rule: 'no leader' }))
    expect(last()).toMatchObject({
      level: 'warn',
      msg: 'Kafka: no leader',
      err: { code: 'HP_BROKER', kind: 'retryable' },
    })
  })

  test('below the level is not written', () => {
    const { log, lines } = capture('warn')
    log.info('x')
    log.debug('x')
    expect(lines).toEqual([])
    log.warn('y')
    expect(lines).toHaveLength(1)
  })
})
