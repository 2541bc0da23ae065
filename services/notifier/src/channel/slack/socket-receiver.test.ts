/** When the next connection is opened; the rest is tested on a server, see slack.test.ts. */
import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { endOf } from './socket-receiver.ts'

describe('a connection is at its end', () => {
  test.each<[string, string, unknown]>([
    ['when it is closed', 'disconnected', undefined],
    [
      'when Slack says that it renews it, not only when it has',
      'ws_message',
      '{"type":"disconnect","reason":"refresh_requested"}',
    ],
  ])('%s', async (_, event, data) => {
    const client = new EventEmitter()
    const end = endOf({ client })
    client.emit(event, data)
    await end
  })

  test('and by no other message', async () => {
    const client = new EventEmitter()
    let isEnded = false
    void endOf({ client }).then(() => {
      isEnded = true
    })
    client.emit('ws_message', '{"type":"interactive","payload":{"text":"disconnect"}}')
    client.emit('ws_message', Buffer.from('{"type":"disconnect"}'))
    await new Promise(setImmediate)
    expect(isEnded).toBe(false)
  })
})
