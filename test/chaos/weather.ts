/** Does to the servers and gates what the schedule says, each in its time, and remembers when it was over. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningService } from '@holdpoint/testkit'
import type { Scene } from './scene.ts'
import type { Fault, FaultKind } from './schedule.ts'

/** A fault as it happened, by the clock that the broker has too. */
export interface Happened {
  readonly kind: FaultKind
  readonly beganMs: number
  /** From here on nothing is in the way of recovery but what it left. */
  readonly liftedMs: number
}

export class Weather {
  readonly happened: Happened[] = []
  readonly #scene: Scene
  /** What is done to one thing is done in order; to several at once. */
  readonly #chains = new Map<string, Promise<void>>()

  constructor(scene: Scene) {
    this.#scene = scene
  }

  /** Resolves when the last fault is over. */
  async run(faults: readonly Fault[], startMs: number, signal: AbortSignal): Promise<void> {
    for (const fault of faults) {
      await sleep(Math.max(0, startMs + fault.atMs - Date.now()), undefined, { signal })
      this.#begin(fault)
    }
    await Promise.all(this.#chains.values())
  }

  #begin(fault: Fault): void {
    const what = targetOf(fault)
    const before = this.#chains.get(what) ?? Promise.resolve()
    const done = before.then(async () => {
      const beganMs = Date.now()
      await this.#strike(fault)
      this.happened.push({ kind: fault.kind, beganMs, liftedMs: Date.now() })
    })
    this.#chains.set(what, done)
  }

  async #strike({ kind, gate, forMs, back }: Fault): Promise<void> {
    const { arena, gates, at } = this.#scene
    switch (kind) {
      case 'kill a gate':
        return kill(gates[gate])
      case 'kill both gates':
        for (const each of gates) kill(each)
        return
      case 'stop a gate':
        gates[gate].kill('SIGSTOP')
        await sleep(forMs)
        return gates[gate].kill('SIGCONT')
      case 'kill Redis':
        arena.copyRedis()
        return arena.restartRedis()
      case 'wipe Redis':
        arena.copyRedis()
        return arena.wipeRedis()
      case 'roll Redis back':
        await arena.rollRedisBack(back)
        return arena.copyRedis()
      case 'kill Kafka':
        return arena.restartKafka()
      case 'stop Kafka':
        arena.kafka.kill('SIGSTOP')
        await sleep(forMs)
        return arena.kafka.kill('SIGCONT')
      case 'kill the redactor':
        return kill(at.service('redactor'))
      case 'kill the auditor':
        return kill(at.service('auditor'))
    }
  }
}

/** Its supervisor starts it again. A stopped one dies as well. */
function kill(service: RunningService): void {
  service.kill('SIGKILL')
}

function targetOf({ kind, gate }: Fault): string {
  switch (kind) {
    case 'kill a gate':
    case 'stop a gate':
      return `gate ${gate}`
    case 'kill Redis':
    case 'wipe Redis':
    case 'roll Redis back':
      return 'Redis'
    case 'kill Kafka':
    case 'stop Kafka':
      return 'Kafka'
    case 'kill both gates':
    case 'kill the redactor':
    case 'kill the auditor':
      return kind
  }
}
