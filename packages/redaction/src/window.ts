/** Which stretches of a changed text are worth scanning again: around each change as far as a value, its key and the words beside it may reach. */
import { is, SPACE } from './chars.ts'
import type { Edited } from './view.ts'

const reach = 160
/** A window does not begin or end inside a token, unless that is longer than this. */
const tokenReach = 1024

export function windowsOf({ view: { text }, from, to }: Edited): [number, number][] {
  const windows: [number, number][] = []
  let last: [number, number] | undefined
  for (let i = 0; i < from.length; i++) {
    const start = (from[i] ?? 0) - reach
    const end = (to[i] ?? 0) + reach
    if (last !== undefined && start <= last[1]) last[1] = end
    else {
      last = [start, end]
      windows.push(last)
    }
  }
  for (const window of windows) {
    window[0] = tokenStart(text, window[0])
    window[1] = tokenEnd(text, window[1])
  }
  return joined(windows)
}

function tokenStart(text: string, at: number): number {
  let i = Math.max(0, at)
  const limit = Math.max(0, i - tokenReach)
  while (i > limit && !is(text.charCodeAt(i - 1), SPACE)) i--
  return i
}

function tokenEnd(text: string, at: number): number {
  let i = Math.min(text.length, at)
  const limit = Math.min(text.length, i + tokenReach)
  while (i < limit && !is(text.charCodeAt(i), SPACE)) i++
  return i
}

function joined(windows: readonly [number, number][]): [number, number][] {
  const apart: [number, number][] = []
  for (const window of windows) {
    const last = apart[apart.length - 1]
    if (last !== undefined && window[0] <= last[1]) last[1] = Math.max(last[1], window[1])
    else apart.push(window)
  }
  return apart
}
