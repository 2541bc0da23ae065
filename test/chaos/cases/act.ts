/** What the cases have in common: a platform whose gates can be held, a scene on it, an end that leaves nothing open, and the verdict. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessName, RunningService } from '@holdpoint/testkit'
import type { Arena } from '../arena.ts'
import { gather } from '../evidence.ts'
import { Holds, heldGate } from '../hold.ts'
import { Scene } from '../scene.ts'
import { judge, type Verdict } from '../verdict.ts'

export interface Case {
  /** What happens, and what must come of it. */
  readonly what: string
  readonly slots: number
  /** Default: those of a storm. */
  readonly services?: readonly ProcessName[]
  play(act: Act): Promise<void>
}

export class Act {
  readonly scene: Scene
  readonly holds: Holds

  constructor(scene: Scene, holds: Holds) {
    this.scene = scene
    this.holds = holds
  }

  get arena(): Arena {
    return this.scene.arena
  }

  /** Becomes a violation where it is not so. */
  expect(isSo: boolean, what: string): void {
    if (!isSo) this.scene.surprises.push(what)
  }

  gateOf(pid: number): RunningService {
    const found = this.scene.gates.find((gate) => gate.pid === pid)
    if (found === undefined) throw new Error(`no gate has the process ${pid}`)
    return found
  }

  /** kill -9 of both, and nobody starts them again. */
  async gatesDown(): Promise<void> {
    const { gates } = this.scene
    for (const gate of gates) gate.kill('SIGKILL')
    await Promise.all(gates.map((gate) => gate.stop()))
  }

  async gatesUp(): Promise<void> {
    const { gates } = this.scene
    for (const gate of gates) gate.start()
    await Promise.all(gates.map((gate) => gate.ready()))
  }

  wait(ms: number): Promise<void> {
    return sleep(Math.max(0, ms))
  }
}

export async function perform(arena: Arena, { slots, services, play }: Case): Promise<Verdict> {
  const holds = new Holds(arena.dir)
  const gate = { file: heldGate, env: holds.env }
  const chosen = services === undefined ? {} : { services }
  const scene = new Scene(arena, await arena.platform({ slots, gate, ...chosen }))
  try {
    await play(new Act(scene, holds))
    holds.clear()
    await endAll(scene)
    await scene.settled()
    await scene.quiet()
    return judge(await gather(scene))
  } finally {
    holds.clear()
    await scene.close()
  }
}

/** Waiting for deadlines would take minutes. */
async function endAll(scene: Scene): Promise<void> {
  const open = [...scene.accepted.keys()].filter((id) => !scene.follower.hasEnded(id))
  const byHand = open.filter((id) => /held|waiting|forgotten/.test(scene.accepted.get(id) ?? ''))
  await Promise.all(byHand.map((id) => scene.finish(id)))
}
