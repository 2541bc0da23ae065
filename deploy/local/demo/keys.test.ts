import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { beforeEach, expect, test } from 'vitest'
import { listenToKeys } from './keys.ts'

let heard: string[]
let modes: boolean[]
let input: PassThrough
let giveBack: () => void

beforeEach(() => {
  heard = []
  modes = []
  input = new PassThrough()
  const terminal = Object.assign(input, { setRawMode: (mode: boolean) => modes.push(mode) })
  const hear = (name: string) => () => void heard.push(name)
  giveBack = listenToKeys(
    terminal as unknown as ReadStream,
    { a: hear('approve'), d: hear('deny') },
    hear('quit'),
  )
})

async function press(text: string): Promise<void> {
  input.write(text)
  await new Promise((resolve) => setImmediate(resolve))
}

test('only the keys that mean something do something', async () => {
  await press('yYA \r\n\u001b[A')
  // The last letter of an arrow key's sequence is a capital one.
  expect(heard).toEqual([])
})

test('keys that come together count one by one', async () => {
  await press('ad')
  expect(heard).toEqual(['approve', 'deny'])
})

test.each(['q', '\u0003', '\u0004'])('%j quits: in raw mode, Ctrl-C is a key', async (key) => {
  await press(key)
  expect(heard).toEqual(['quit'])
})

test('the terminal is given back as it was, and nothing is heard any more', async () => {
  giveBack()
  await press('a')
  expect([heard, modes]).toEqual([[], [true, false]])
})
