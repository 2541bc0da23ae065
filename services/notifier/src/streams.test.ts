import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { idOf } from '../test/fixture.ts'
import { Streams } from './streams.ts'

class FakeResponse extends EventEmitter {
  written = ''
  headers: Record<string, string> = {}
  status = 0
  writableLength = 0
  state: 'open' | 'ended' | 'destroyed' = 'open'
  writeHead(status: number, headers: Record<string, string>) {
    this.status = status
    this.headers = headers
  }
  write(text: string) {
    this.written += text
  }
  end() {
    this.state = 'ended'
  }
  destroy() {
    this.state = 'destroyed'
  }
}

function opened(
  streams: Streams,
  person = 'ana',
  more: { expiresMs?: number; isKnown?: () => boolean } = {},
) {
  const fake = new FakeResponse()
  const response = fake as unknown as ServerResponse
  streams.open({ person, response, expiresMs: 1000, isKnown: () => true, ...more }, { 'x-a': 'b' })
  return fake
}
const notice = { partition: 0, hints: [{ id: idOf(1), revision: 2, kind: 'voted' }] }

describe('refused', () => {
  test('a seventh stream of one person, while others still get one', () => {
    const streams = new Streams()
    for (let n = 0; n < 6; n++) opened(streams)
    expect(() => opened(streams)).toThrow(expect.objectContaining({ code: 'HP_UNAVAILABLE' }))
    expect(opened(streams, 'bea').status).toBe(200)
  })

  test('more streams than a replica serves, until one is gone', () => {
    const streams = new Streams()
    const all = Array.from({ length: 500 }, (_, n) => opened(streams, `p${n}`))
    expect(() => opened(streams, 'one-more')).toThrow(
      expect.objectContaining({ code: 'HP_UNAVAILABLE' }),
    )
    all[0]?.emit('close')
    expect(opened(streams, 'one-more').status).toBe(200)
    expect(streams.size).toBe(500)
  })
})

test('a hint says what to fetch, and nothing of it', () => {
  const streams = new Streams()
  const response = opened(streams)
  streams.tell(notice)
  expect(response.written).toBe(
    `retry: 2000\n\ndata: {"id":"${idOf(1)}","revision":2,"kind":"voted"}\n\n`,
  )
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-a': 'b',
  })
  streams.tell({ partition: 0, hints: [] })
  expect(response.written.match(/data/g)).toHaveLength(1)
})

test('an idle stream is kept awake by comments', () => {
  const streams = new Streams()
  const response = opened(streams)
  streams.beat(999)
  expect(response.written).toMatch(/: beat\n\n$/)
})

test('a stream ends with the login, and with the person’s place in the directory', () => {
  const streams = new Streams()
  let isKnown = true
  const [expired, gone, stays] = [
    opened(streams, 'ana', { expiresMs: 500 }),
    opened(streams, 'bea', { isKnown: () => isKnown }),
    opened(streams, 'cy'),
  ]
  isKnown = false
  streams.beat(500)
  expect([expired, gone, stays].map(({ state }) => state)).toEqual(['ended', 'ended', 'open'])
  expect(streams.size).toBe(1)
})

test('a client that does not read is cut off', () => {
  const streams = new Streams()
  const response = opened(streams)
  response.writableLength = 65 * 1024
  streams.tell(notice)
  expect(response.state).toBe('destroyed')
  expect(streams.size).toBe(0)
})

test('all end when the service stops', () => {
  const streams = new Streams()
  const response = opened(streams)
  streams.close()
  expect(response.state).toBe('ended')
})
