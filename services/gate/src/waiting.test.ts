import { describe, expect, test } from 'vitest'
import { waitFor } from './waiting.ts'

/** A clock that moves only while somebody sleeps. */
function patience() {
  let nowMs = 0
  return {
    clock: () => nowMs,
    sleep: async (ms: number) => {
      await Promise.resolve()
      nowMs += ms
    },
  }
}

function hints() {
  const listeners = new Set<(slot: number) => void>()
  return {
    listeners,
    store: {
      onApplied: (listener: (slot: number) => void) => {
        listeners.add(listener)
        return () => {
          listeners.delete(listener)
        }
      },
    },
    tell: (slot: number) => {
      for (const listener of listeners) listener(slot)
    },
  }
}

describe('a bounded wait', () => {
  test('ends at its deadline without an answer, and listens no longer', async () => {
    const { store, listeners } = hints()
    const time = patience()
    expect(await waitFor(store, 1, async () => undefined, 2000, time)).toBeUndefined()
    expect(time.clock()).toBe(2000)
    expect(listeners.size).toBe(0)
  })

  test('looks at least once, also when the deadline has passed', async () => {
    expect(await waitFor(hints().store, 1, async () => 'there', -1, patience())).toBe('there')
  })

  test('finds an answer whose hint was missed', async () => {
    let looks = 0
    const look = async () => (++looks >= 3 ? 'late' : undefined)
    expect(await waitFor(hints().store, 1, look, 10_000, patience())).toBe('late')
  })

  test('looks again at once when the slot changes while it looks', async () => {
    const { store, tell } = hints()
    let looks = 0
    const look = async () => {
      looks += 1
      if (looks === 1) tell(1)
      return looks === 2 ? 'found' : undefined
    }
    const never = { clock: () => 0, sleep: () => new Promise<void>(() => {}) }
    expect(await waitFor(store, 1, look, 1000, never)).toBe('found')
  })

  test('sleeps through hints of other slots', async () => {
    const { store, tell } = hints()
    let looks = 0
    const look = async () => {
      looks += 1
      return undefined
    }
    const time = patience()
    const wait = waitFor(store, 1, look, 500, time)
    tell(2)
    await wait
    expect(looks).toBe(2)
  })

  test('stops listening when looking fails', async () => {
    const { store, listeners } = hints()
    const look = async () => {
      throw new Error('store away')
    }
    await expect(waitFor(store, 1, look, 500, patience())).rejects.toThrow('store away')
    expect(listeners.size).toBe(0)
  })
})
