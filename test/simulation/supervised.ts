/** A process as a supervisor runs it: it starts, dies of what it does not understand or of a kill -9, sleeps through a SIGSTOP, and is started again. */
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import type { MemoryBus } from '@holdpoint/kafka'
import type { Mortal } from './mortal-call.ts'
import type { PortFault, Victim } from './weather.ts'
import type { World } from './world.ts'

/** Longest time until a dead process is started again. */
const restartMsMax = 10_000

/** One life of a process. */
export interface Life extends Mortal {
  /** Like no other life's. */
  readonly id: string
  readonly bus: MemoryBus
  /** It can't go on, or has ended in an error. */
  readonly exit: (error: unknown) => void
}

export abstract class Supervised implements Victim {
  readonly name: string
  protected readonly world: World
  private lives = 0
  private bus: MemoryBus | undefined
  private isDoomed = false
  status: 'running' | 'stalled' | 'dead' = 'dead'

  constructor(name: string, world: World) {
    this.name = name
    this.world = world
  }

  protected abstract live(life: Life): Promise<void>

  /** Whether it was ever started. */
  get isHired(): boolean {
    return this.lives > 0
  }

  start(): void {
    if (this.status !== 'dead') return
    const { world } = this
    this.lives += 1
    this.status = 'running'
    this.isDoomed = false
    const id = `${this.name}#${this.lives}`
    const bus = world.cluster.bus(id)
    this.bus = bus
    const { lives } = this
    const exit = (error: unknown) => this.exit(error, lives)
    const mortal = {
      fault: () => this.storeFault(),
      crash: () => this.crash(),
      pause: () => world.pause(),
    }
    this.live({ id, bus, exit, ...mortal }).catch(exit)
  }

  /** kill -9. */
  crash(): void {
    if (this.status === 'dead') return
    if (this.status === 'stalled') this.bus?.resume()
    this.status = 'dead'
    this.bus?.crash()
    this.world.died(this)
    this.world.scheduler.schedule(() => this.start(), this.world.random.int(restartMsMax))
  }

  doom(): void {
    this.isDoomed = true
  }

  stall(): void {
    if (this.status !== 'running') return
    this.status = 'stalled'
    this.bus?.stall()
  }

  resume(): void {
    if (this.status !== 'stalled') return
    this.status = 'running'
    this.bus?.resume()
  }

  private storeFault(): PortFault {
    return this.isDoomed ? 'die before' : this.world.storeFault(this)
  }

  /** A process ends itself only over what it may: a newer owner, or a bus that is gone. */
  private exit(error: unknown, life: number): void {
    if (life !== this.lives || this.status === 'dead') return
    const isOurs = isHoldpointError(error) && error.code !== new HoldpointError('HP_INTERNAL').code
    if (!isOurs) this.world.complain(`${this.name} died of ${describe(error)}`)
    this.crash()
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
