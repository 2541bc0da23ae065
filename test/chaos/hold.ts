/** The other side of held-gate.ts: asks that a gate be held at a step, and learns which one it was. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@holdpoint/testkit'

/** Of a batch; and of a takeover, before it puts the first part of the changelog into an empty Redis, and before it puts any other. */
export type Step =
  | 'before-transaction'
  | 'inside-transaction'
  | 'after-commit'
  | 'rebuild'
  | 'rebuild-more'

/** A gate comes by within a takeover. */
const waitMs = 60_000

export const heldGate = 'test/chaos/held-gate.ts'

export interface Held {
  readonly pid: number
  /** It goes on. */
  release(): void
}

export class Holds {
  readonly folder: string

  constructor(dir: string) {
    this.folder = join(dir, 'holds')
    mkdirSync(this.folder, { recursive: true })
  }

  get env(): Readonly<Record<string, string>> {
    return { HOLDPOINT_TEST_HOLDS: this.folder }
  }

  /** The next gate that comes by with a batch in which this text is found waits there. */
  ask(step: Step, text = ''): void {
    const draft = join(this.folder, 'draft')
    writeFileSync(draft, text)
    renameSync(draft, join(this.folder, `${step}.hold`))
  }

  /** Resolves when one waits. */
  async reached(step: Step): Promise<Held> {
    const find = () => readdirSync(this.folder).find((name) => pattern(step).test(name))
    const name = await until(find, { deadlineMs: waitMs, what: `a gate to be held ${step}` })
    const pid = Number(pattern(step).exec(name)?.[1])
    return { pid, release: () => rmSync(join(this.folder, name), { force: true }) }
  }

  /** Nobody is held any more, and nobody will be. */
  clear(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { force: true })
  }
}

const pattern = (step: Step) => new RegExp(`^${step}\\.(\\d+)\\.held$`)
