/** One gate as a supervisor runs it: it starts, dies of what it does not understand or of a kill -9, sleeps through a SIGSTOP, and is started again. */
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import { Authenticator, Gate, Quarantine, RedactorKey } from '@holdpoint/gate'
import type { MemoryBus } from '@holdpoint/kafka'
import { type Checked, checkNow } from '@holdpoint/seal'
import { openMemoryStore } from '@holdpoint/store'
import { deadlyHeader } from './hands.ts'
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
      inner: openMemoryStore(world.server),
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
      authenticator: new DeadlyAuthenticator(world.slotCount, () => this.crash()),
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
    this.world.died(this)
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

/** Dies over records that are marked so, as code with a bad defect would. */
class DeadlyAuthenticator extends Authenticator {
  private readonly die: () => void

  constructor(slotCount: number, die: () => void) {
    const redactorKey = new RedactorKey(keys.redactor)
    super({ deployment, slotCount, stateSecret: keys.gate.state, redactorKey, checked: once })
    this.die = die
  }

  override read(...given: Parameters<Authenticator['read']>): ReturnType<Authenticator['read']> {
    if (given[0].headers[deadlyHeader] === undefined) return super.read(...given)
    this.die()
    return new Promise(() => {})
  }
}

/** Records come again and again, and every gate and every life checks them: a signature that was right stays right. */
const rememberedMax = 10_000
const right = new WeakMap<object, Set<string>>()
const once: Checked = async (read) =>
  read((given) => {
    const known = right.get(given.key.key) ?? new Set()
    if (known.size >= rememberedMax) known.clear()
    right.set(given.key.key, known)
    const name =
      Buffer.from(given.signature).toString('latin1') + Buffer.from(given.bytes).toString('latin1')
    if (known.has(name)) return
    checkNow(given)
    known.add(name)
  })

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
