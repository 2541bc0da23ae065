/** One gate as a supervisor runs it: it starts, dies of what it does not understand or of a kill -9, sleeps through a SIGSTOP, and is started again. */
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import { Authenticator, Gate, Quarantine, RedactorKey } from '@holdpoint/gate'
import type { MemoryBus } from '@holdpoint/kafka'
import { MortalStore } from './mortal-store.ts'
import { deployment, keys, prefix } from './rules.ts'
import type { PortFault, Victim } from './weather.ts'
import type { World } from './world.ts'

/** Never met here. */
const openLimits = { openPerAgentMax: 100_000, openMax: 100_000 }
/** Longest time until a dead process is started again. */
export const restartMsMax = 10_000

export class GateProcess implements Victim {
  readonly name: string
  private readonly world: World
  private life = 0
  private bus: MemoryBus | undefined
  private isDoomed = false
  private tickCall: (() => void) | undefined
  status: 'running' | 'stalled' | 'dead' = 'dead'

  constructor(name: string, world: World) {
    this.name = name
    this.world = world
  }

  start(): void {
    if (this.status !== 'dead') return
    const { world } = this
    this.life += 1
    this.status = 'running'
    this.isDoomed = false
    const bus = world.cluster.bus(`${this.name}#${this.life}`)
    this.bus = bus
    const store = new MortalStore({
      inner: world.openStore(world.server),
      bus,
      fault: () => this.storeFault(),
      crash: () => this.crash(),
      pause: () => world.pause(),
    })
    const gate = new Gate({
      bus,
      store,
      prefix,
      deployment,
      slotCount: world.slotCount,
      group: 'gate',
      processId: `${this.name}#${this.life}`,
      stateSecret: keys.gate.state,
      keys: keys.gate,
      quarantine: new Quarantine(),
      authenticator: new Authenticator({
        ...{ deployment, slotCount: world.slotCount, stateSecret: keys.gate.state },
        redactorKey: new RedactorKey(keys.redactor),
      }),
      clock: () => world.nowMs,
      newNonce: () => world.nonce(),
      rules: () => world.rules,
      openLimits,
      sleep: (ms) => world.sleep(ms),
      every: (_, call) => {
        this.tickCall = call
        return () => {
          this.tickCall = undefined
        }
      },
      log: { warn: () => {} } as never,
      observe: () => {},
    })
    const { life } = this
    gate.failed.catch((error: unknown) => this.exit(error, life))
    gate.start().catch((error: unknown) => this.exit(error, life))
  }

  /** kill -9. */
  crash(): void {
    if (this.status === 'dead') return
    if (this.status === 'stalled') this.bus?.resume()
    this.status = 'dead'
    this.tickCall = undefined
    this.bus?.crash()
    this.world.comeBack(this)
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

  tick(): void {
    if (this.status === 'running') this.tickCall?.()
  }

  private storeFault(): PortFault {
    return this.isDoomed ? 'die before' : this.world.storeFault()
  }

  /** A gate ends itself only over what it may: a newer owner, or a bus that is gone. */
  private exit(error: unknown, life: number): void {
    if (life !== this.life || this.status === 'dead') return
    const isOurs = isHoldpointError(error) && error.code !== new HoldpointError('HP_INTERNAL').code
    if (!isOurs) this.world.complain(`${this.name} died of ${describe(error)}`)
    this.crash()
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
