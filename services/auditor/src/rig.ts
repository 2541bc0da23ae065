/** An auditor on the in-memory bus, with a gate's hand to write what it reads. For tests. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { DecisionEvent } from '@holdpoint/contracts'
import { MemoryCluster } from '@holdpoint/kafka'
import { generateKey, keysOf, Signer } from '@holdpoint/seal'
import type { SystemTime } from '@holdpoint/service'
import { checkTree, openCheckpoint } from '@holdpoint/tlog'
import { PosixLog } from '@holdpoint/tlog/store'
import { Auditor } from './auditor.ts'
import { type Draft, GateHand, startMs, testPlace } from './gate-hand.ts'
import { type FindingLeaf, type Leaf, parseLeaf } from './leaf.ts'
import { LeafIndex } from './leaf-index.ts'
import { logSigner, logVerifier } from './log-key.ts'

export const { deployment, prefix } = testPlace
export const origin = 'log.example/test'
export const topic = {
  decisions: 't.decisions',
  approved: 't.actions.approved',
  checkpoints: 't.audit.checkpoints',
}

export class AuditRig {
  nowMs = startMs
  readonly dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hp-audit-'))
  readonly signer = new Signer(generateKey().privateJwk)
  readonly gate = new GateHand()
  readonly cluster = new MemoryCluster({
    clock: () => this.nowMs,
    // Transactions come in pieces, so that there is something to lose between two of them.
    recordsPerCall: () => 2,
  })
  readonly writer = this.cluster.bus('gate')
  readonly findings: FindingLeaf[] = []
  repeats = 0
  private auditorCount = 0
  readonly time: SystemTime = {
    clock: () => this.nowMs,
    // One turn of the event loop: the disk and the bus get on meanwhile.
    sleep: async () => void (await setImmediate()),
    every: () => () => undefined,
  }

  constructor(slotCount = 1) {
    this.cluster.createTopic(topic.decisions, slotCount)
    this.cluster.createTopic(topic.approved, slotCount)
    this.cluster.createTopic(topic.checkpoints, 1)
  }

  get verifier() {
    return logVerifier(origin, this.signer.publicJwk)
  }

  async start(dir = this.dir) {
    this.auditorCount += 1
    const bus = this.cluster.bus(`auditor-${this.auditorCount}`)
    const verifiers = [this.verifier]
    const signers = [logSigner(origin, this.signer)]
    const log = await PosixLog.open({ dir, origin, signers, verifiers })
    const index = LeafIndex.open(join(dir, '.state/index.sqlite'), log.size)
    const auditor = await Auditor.start({
      ...{ bus, log, index, dir, deployment, prefix, origin, verifiers, time: this.time },
      gateKeys: keysOf(this.gate.signer.publicJwk),
      watcher: {
        taken: () => undefined,
        repeated: () => {
          this.repeats += 1
        },
        found: (finding) => this.findings.push(finding),
      },
    })
    return { bus, log, index, auditor }
  }

  /** Writes one transaction of a slot to the decision stream, with its grants. */
  async write(slot: number, ...drafts: Draft[]): Promise<DecisionEvent[]> {
    const events = this.gate.transaction(slot, drafts)
    const grants = events
      .filter(({ fact }) => fact.kind === 'approved')
      .map((e) => this.gate.grant(e))
    await this.writer.send([...events.map((event) => this.gate.record(event)), ...grants])
    return events
  }

  /** Waits until everything written has been read and a checkpoint covers it. */
  async settled({ log, auditor }: { log: PosixLog; auditor: Auditor }): Promise<void> {
    const ends = await this.writer.endOffsets(topic.decisions)
    const isDone = () =>
      [...ends].every(
        ([partition, end]) => (log.position(topic.decisions, partition) ?? 0) >= end,
      ) && log.published.size === log.size
    for (let turns = 0; !isDone(); turns += 1) {
      if (turns > 20_000) throw new Error('the auditor does not get on')
      await Promise.race([setImmediate(), auditor.failed])
    }
  }

  /** The log as a stranger reads it: signature and tree verified, leaves parsed. */
  async read(dir = this.dir): Promise<Leaf[]> {
    const read = async (path: string) => {
      try {
        return readFileSync(join(dir, path))
      } catch {
        return undefined
      }
    }
    const note = await read('checkpoint')
    const { size, root } = await openCheckpoint(note ?? new Uint8Array(), [this.verifier])
    const leaves: Leaf[] = []
    await checkTree({ read, size, root, onEntry: (bytes) => void leaves.push(parseLeaf(bytes)) })
    return leaves
  }

  /** Text of every file under the log, private ones too. */
  allText(dir = this.dir): string {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n')
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}
