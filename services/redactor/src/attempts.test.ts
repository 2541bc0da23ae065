/** A process that dies again and again over one record: counted beside the offset, across processes. */
import type { InRecord, Note } from '@holdpoint/kafka'
import { describe, expect, test } from 'vitest'
import { Attempts } from './attempts.ts'

const died = new Error('the process died')
const partition = 0

/** What outlives a process: the topic's records, the group's offset with its note, and what was sent. */
class World {
  readonly records: readonly InRecord[]
  readonly sent: string[] = []
  readonly refused: string[] = []
  deaths = 0
  worked = 0
  noteWrites = 0
  offset = 0
  note: string | undefined

  constructor(names: readonly string[]) {
    this.records = names.map((name, offset) => recordOf(name, offset))
  }

  /** One process, from its start to its end: it reads on from the offset, so many records at a time. */
  async process(deadly: (name: string) => boolean, atOnce = 10, dieSending = false): Promise<void> {
    const attempts = new Attempts({
      send: async (out) => {
        if (dieSending) throw died
        for (const { key } of out) this.sent.push(key ?? '')
        return new Map()
      },
    })
    attempts.assigned({
      note: async () => this.#standing(),
      setNote: async (_topic, _partition, { offset, text }) => {
        this.noteWrites++
        this.offset = offset
        this.note = text === '' ? undefined : text
      },
    })
    try {
      while (this.offset < this.records.length) {
        const batch = this.records.slice(this.offset, this.offset + atOnce)
        await attempts.handle(batch, 't', partition, {
          handle: async (some, bus) => {
            this.worked += some.length
            if (some.some(({ key }) => deadly(key ?? ''))) throw died
            await bus.send(some)
          },
          refuse: async ({ key }, { code }) => {
            this.refused.push(`${key} ${code}`)
          },
        })
        this.offset = (batch.at(-1)?.offset ?? 0) + 1
        this.note = undefined
      }
    } catch (error) {
      if (error !== died) throw error
      this.deaths++
    }
  }

  #standing(): Note | undefined {
    return this.note === undefined ? undefined : { offset: this.offset, text: this.note }
  }
}

function recordOf(key: string, offset: number): InRecord {
  return { topic: 't', partition, key, value: null, headers: {}, offset, timestampMs: 0 }
}

async function untilDone(world: World, deadly: (name: string) => boolean, atOnce?: number) {
  for (let process = 0; process < 50 && world.offset < world.records.length; process++)
    await world.process(deadly, atOnce)
}

describe('a record that ends the process', () => {
  test.each([0, 2, 4])('is refused unseen, at place %i, and takes no other with it', async (at) => {
    const names = ['a', 'b', 'c', 'd', 'e'].with(at, 'deadly')
    const world = new World(names)
    await untilDone(world, (name) => name === 'deadly')
    expect(world.refused).toEqual(['deadly HP_RECORD_DEADLY'])
    expect(new Set(world.sent)).toEqual(new Set(names.filter((name) => name !== 'deadly')))
    expect(world.deaths).toBe(5)
  })

  test('and another behind it are both found', async () => {
    const world = new World(['a', 'deadly 1', 'deadly 2', 'b', 'deadly 3'])
    await untilDone(world, (name) => name.startsWith('deadly'), 2)
    expect(world.refused.map((each) => each.slice(0, 8))).toEqual([
      'deadly 1',
      'deadly 2',
      'deadly 3',
    ])
    expect(new Set(world.sent)).toEqual(new Set(['a', 'b']))
  })
})

describe('nothing is refused', () => {
  test('because the machine died four times over the same records', async () => {
    const world = new World(['a', 'b'])
    for (let n = 0; n < 4; n++) await world.process(() => true)
    await world.process(() => false)
    expect(world.refused).toEqual([])
    expect(world.sent).toEqual(['a', 'b'])
  })

  test('because nothing can be sent', async () => {
    const world = new World(['a', 'b'])
    for (let n = 0; n < 20; n++) await world.process(() => false, 10, true)
    await world.process(() => false)
    expect(world.refused).toEqual([])
    expect(world.sent).toEqual(['a', 'b'])
  })

  test('because of a note that somebody else left', async () => {
    for (const note of ['by hand', '-7', '1e9', '9999']) {
      const world = new World(['a', 'b'])
      world.note = note
      await untilDone(world, () => false)
      expect(world.refused).toEqual([])
    }
  })
})

test('what comes in while the process lives is not written down', async () => {
  const world = new World(Array.from({ length: 100 }, (_, n) => `r${n}`))
  await world.process(() => false, 5)
  expect(world.sent).toHaveLength(100)
  expect(world.noteWrites).toBeLessThan(6)
})
