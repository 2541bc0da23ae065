/** A gate in the simulated world, on its in-memory ports. */
import { Authenticator, Gate, Quarantine, RedactorKey } from '@holdpoint/gate'
import { type Checked, checkNow } from '@holdpoint/seal'
import { openMemoryStore } from '@holdpoint/store'
import { deadlyHeader } from './hands.ts'
import { MortalStore } from './mortal-store.ts'
import { deployment, keys, prefix } from './rules.ts'
import { type Life, Supervised } from './supervised.ts'

/** Never met here. */
const openLimits = { openPerAgentMax: 100_000, openMax: 100_000 }

export class GateProcess extends Supervised {
  private tickCall: (() => void) | undefined

  /** Lets timers in. */
  tick(): void {
    if (this.status === 'running') this.tickCall?.()
  }

  protected async live(life: Life): Promise<void> {
    const { world } = this
    const gate = new Gate({
      bus: life.bus,
      store: new MortalStore(openMemoryStore(world.server), life),
      prefix,
      deployment,
      slotCount: world.slotCount,
      group: 'gate',
      processId: life.id,
      stateSecret: keys.gate.state,
      keys: keys.gate,
      quarantine: new Quarantine(),
      authenticator: new DeadlyAuthenticator(world.slotCount, life.crash),
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
    gate.failed.catch(life.exit)
    await gate.start()
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
