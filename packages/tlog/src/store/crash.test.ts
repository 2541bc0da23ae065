/** Stops the writer everywhere it touches the disk: by a fault, by a successor, and by kill -9. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import { checkLog, feed, openLog, withTempDir } from './fixture.ts'
import type { LogWriter } from './port.ts'

const total = 560

/** A writer's life that passes tile borders, checkpoints and a close. `acknowledged` counts entries that it was told are durable. */
async function live(log: LogWriter, acknowledged: (size: number) => void): Promise<void> {
  for (const count of [3, 200, 60]) {
    await feed(log, count)
    acknowledged(log.size)
    await log.publish()
  }
  await feed(log, 250)
  acknowledged(log.size)
  await log.close()
}

async function goOn(dir: string): Promise<LogWriter> {
  const log = await openLog(dir)
  await feed(log, 7)
  await log.publish()
  return log
}

async function finish(log: LogWriter): Promise<void> {
  await feed(log, total - log.size)
  await log.close()
}

/** Names of all steps of one undisturbed life. */
async function allSteps(): Promise<string[]> {
  const steps: string[] = []
  await withTempDir(async (dir) => {
    const log = await openLog(dir, (step) => {
      steps.push(step)
    })
    await live(log, () => undefined)
  })
  return steps
}

const steps = await allSteps()
/** First and last step of each kind, numbers aside: places in the code, not times round a loop. */
const places = steps.flatMap((name, stop) => {
  const kinds = steps.map((step) => step.replace(/\d+/g, 'n'))
  const isEdge = [kinds.indexOf(kinds[stop] ?? ''), kinds.lastIndexOf(kinds[stop] ?? '')].includes(
    stop,
  )
  return isEdge ? [[stop, name] as const] : []
})
/** From here on a closing writer only clears up. New directories make the count vary by a few. */
const lastNeeded = steps.findLastIndex((step) => step.startsWith('before rename .state/wal')) - 4

describe('a writer that is stopped', () => {
  test('by a fault before or after any change on disk loses nothing it acknowledged and repeats nothing', async () => {
    expect(places.length).toBeGreaterThan(50)
    for (const [stop, name] of places) {
      await withTempDir(async (dir) => {
        let [seen, acknowledged] = [0, 0]
        const dying = async () => {
          const log = await openLog(dir, () => {
            if (seen++ === stop) throw new Error('the process ends here')
          })
          await live(log, (size) => {
            acknowledged = size
          })
        }
        if (stop < lastNeeded)
          await expect(dying(), name).rejects.toThrow(/process ends here|Error/)
        else await dying().catch(() => undefined)
        const log = await openLog(dir)
        expect(log.size, name).toBeGreaterThanOrEqual(acknowledged)
        expect(log.position('source', 0) ?? 0, name).toBe(log.size)
        await finish(log)
        expect(await checkLog(dir), name).toBe(total)
      })
    }
  })

  test('by a successor at any change on disk is fenced, and no byte of it shows', async () => {
    for (const [stop, name] of places) {
      await withTempDir(async (dir) => {
        let seen = 0
        let takeover: Promise<LogWriter> | undefined
        let [isTaken, lies] = [false, 0]
        const stalled = async () => {
          const log = await openLog(dir, async () => {
            if (seen++ !== stop) return
            // While this one hangs in the middle of a step, another opens the log and goes on.
            takeover = goOn(dir)
            await takeover
            isTaken = true
          })
          await live(log, () => {
            if (isTaken) lies += 1
          })
        }
        const outcome = await stalled().then(
          () => 'finished',
          (error: Error) => error.message,
        )
        const successor = await takeover
        expect(lies, `${name}: acknowledged beside its successor`).toBe(0)
        if (!successor && stop > lastNeeded) return
        if (!successor) throw new Error(`step ${stop}, ${name}, was not reached: ${outcome}`)
        if (stop < lastNeeded) expect(outcome, name).not.toBe('finished')
        const checkpoint = await readFile(join(dir, 'checkpoint'), 'utf8')
        expect(checkpoint.split('\n')[1], name).toBe(String(successor.published.size))
        await finish(successor)
        expect(await checkLog(dir), name).toBe(total)
      })
    }
  })

  test('by kill -9 at random, again and again, ends with every entry once and in order', async () => {
    await withTempDir(async (dir) => {
      const target = 3000
      let [acknowledged, lives, finished] = [0, 0, false]
      while (!finished) {
        const child = spawn(process.execPath, [
          join(import.meta.dirname, 'crash-child.ts'),
          dir,
          String(target),
        ])
        const ended = once(child, 'exit')
        let lines = 0
        // A little further each time, so that the end is reached; cut short at another place each time.
        const linesMax = 2 + ((lives * 7) % 23)
        for await (const line of createInterface({ input: child.stdout })) {
          // The first line is what the log holds when it opens, each other what was just acknowledged.
          expect(Number(line)).toBeGreaterThanOrEqual(acknowledged)
          acknowledged = Number(line)
          lines += 1
          if (lines === linesMax) child.kill('SIGKILL')
        }
        const [code] = (await ended) as [number | null]
        finished = code === 0
        lives += 1
        expect(lives).toBeLessThan(200)
        expect([0, null]).toContain(code)
        expect(await checkLog(dir)).toBeLessThanOrEqual(target)
      }
      expect(lives).toBeGreaterThan(2)
      expect(acknowledged).toBe(target)
      expect(await checkLog(dir)).toBe(target)
    })
  })
})
