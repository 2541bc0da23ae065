/** Single keys at a terminal. */

import type { ReadStream } from 'node:tty'

/** What a terminal in raw mode sends for Ctrl-C and Ctrl-D. */
const interrupts: ReadonlySet<string> = new Set(['\u0003', '\u0004'])

export type Keys = Readonly<Record<string, () => void>>

/** Calls what belongs to a key; `q`, Ctrl-C and Ctrl-D call `quit`. The result gives the terminal back. */
export function listenToKeys(input: ReadStream, keys: Keys, quit: () => void): () => void {
  const onData = (text: string) => {
    for (const key of text) {
      if (interrupts.has(key) || key === 'q') quit()
      else keys[key]?.()
    }
  }
  input.setRawMode(true)
  input.setEncoding('utf8')
  input.on('data', onData)
  input.resume()
  return () => {
    input.off('data', onData)
    input.setRawMode(false)
    input.pause()
  }
}
