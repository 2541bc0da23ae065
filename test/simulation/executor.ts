/** An executor: claims what it sees, runs what it was given, once, and reports. It keeps what it knows in memory, and loses it. */
import type { CommandAnswer } from '@holdpoint/approval'
import { type ActionId, slotOf } from '@holdpoint/contracts'
import { openMemoryStore } from '@holdpoint/store'
import type { Random } from './random.ts'
import type { ExecutorName } from './rules.ts'
import type { World } from './world.ts'

/** Longest extension that is asked for: some are within what a claim may run, some beyond. */
const extensionMsMax = 20 * 60_000

interface Attempt {
  readonly actionId: ActionId
  readonly request: string
  readonly commandIds: string[]
  /** Once it has run. */
  claimId?: string
}

export class Executor {
  readonly name: ExecutorName
  private readonly world: World
  private attempts: Attempt[] = []

  constructor(name: ExecutorName, world: World) {
    this.name = name
    this.world = world
  }

  async claim(random: Random): Promise<string | undefined> {
    const { grants, observation } = this.world
    // Those that wait, mostly: the others are over.
    const waiting = random.pick(observation.at('approved').slice(0, 4))
    const grant = random.chance(0.8)
      ? grants.find(({ actionId }) => actionId === waiting)
      : random.pick(grants)
    if (!grant) return undefined
    const { actionId, jti } = grant
    const request = this.world.hands.claimRequest(this.name, actionId, jti)
    const attempt: Attempt = { actionId, request, commandIds: [] }
    this.attempts.push(attempt)
    await this.give(attempt)
    return this.told(attempt)
  }

  /** The answer got lost: asks again with the same request. */
  async retry(random: Random): Promise<string | undefined> {
    const attempt = random.pick(this.attempts)
    if (!attempt) return undefined
    await this.give(attempt)
    return this.told(attempt)
  }

  /** Looks whether its claims are answered, and runs what is its own: never what another life of it may have run. */
  async look(): Promise<string[]> {
    const ran: string[] = []
    for (const attempt of this.attempts) {
      if (attempt.claimId !== undefined || this.hasRun(attempt.actionId)) continue
      for (const commandId of attempt.commandIds) {
        const answer = await this.answerOf(attempt.actionId, commandId)
        if (!answer?.ok || !answer.claim) continue
        if (answer.claim.executor !== this.name) {
          this.world.complain(`${this.name} is given the claim of ${answer.claim.executor}`)
        }
        if (answer.repeated) continue
        attempt.claimId = answer.claim.id
        ran.push(this.told(attempt))
        this.world.ran({
          actionId: attempt.actionId,
          claimId: answer.claim.id,
          executor: this.name,
        })
        break
      }
    }
    return ran
  }

  /** Asks for more time. */
  async extend(random: Random): Promise<string | undefined> {
    const attempt = random.pick(this.ran().slice(-2))
    if (attempt?.claimId === undefined) return undefined
    const { actionId, claimId } = attempt
    const forMs = 1 + random.int(extensionMsMax)
    await this.world.give(this.world.hands.extend(this.name, actionId, claimId, forMs))
    return `${this.told(attempt)} for ${forMs / 1000} s`
  }

  /** Reports what it has run, perhaps again. */
  async report(random: Random): Promise<string | undefined> {
    const ran = this.ran()
    const attempt = random.pick(random.chance(0.8) ? ran.slice(-2) : ran)
    if (attempt?.claimId === undefined) return undefined
    const { actionId, claimId } = attempt
    const status = random.pick(['succeeded', 'succeeded', 'failed', 'unknown'] as const)
    const outcome = { actionId, claimId, status, result: { done: true } }
    // Now and then another signs it, who doesn't hold the claim.
    const signer = random.chance(0.1) ? random.pick(['exec-1', 'exec-2']) : this.name
    await this.world.give(this.world.hands.outcome(signer, outcome))
    return `${signer} says that ${this.world.journal.action(actionId)} ${status}`
  }

  /** Dies and comes back with the same key and without its memory. */
  restart(): void {
    this.attempts = []
  }

  private ran(): Attempt[] {
    return this.attempts.filter(({ claimId }) => claimId !== undefined)
  }

  private told({ actionId }: Attempt): string {
    return `${this.name}, ${this.world.journal.action(actionId)}`
  }

  private hasRun(id: ActionId): boolean {
    return this.attempts.some(({ actionId, claimId }) => actionId === id && claimId !== undefined)
  }

  private async give(attempt: Attempt): Promise<void> {
    const written = this.world.hands.claim(attempt.actionId, attempt.request)
    attempt.commandIds.push(written.id)
    await this.world.give(written)
  }

  private async answerOf(id: ActionId, commandId: string): Promise<CommandAnswer | undefined> {
    const store = openMemoryStore(this.world.server)
    const text = await store.answer(slotOf(id, this.world.slotCount), commandId)
    return text === undefined ? undefined : (JSON.parse(text) as CommandAnswer)
  }
}
