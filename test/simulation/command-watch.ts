/** What must become of commands: each record is processed once, and a vote that was in time counts before its action expires. */
import type { Fact } from '@holdpoint/contracts'
import type { Written } from './hands.ts'

interface Sent {
  readonly written: Written
  readonly atMs: number
  copies: number
  facts: number
}

export class CommandWatch {
  readonly violations: string[] = []
  private readonly sent = new Map<string, Sent>()
  private readonly deadlines = new Map<string, number>()

  /** A record was written, `atMs` by the broker's clock. */
  wrote(written: Written, atMs: number): void {
    const known = this.sent.get(written.id)
    if (known) known.copies += 1
    else this.sent.set(written.id, { written, atMs, copies: 1, facts: 0 })
  }

  fact(fact: Fact): void {
    if (fact.kind === 'held') this.deadlines.set(fact.actionId ?? '', fact.body.decideByMs)
    if (fact.kind === 'expired') this.checkExpiry(fact.actionId ?? '')
    if (!('commandId' in fact.body)) return
    const sent = this.sent.get(fact.body.commandId)
    if (!sent) return
    sent.facts += 1
    if (sent.facts > sent.copies) {
      this.violations.push(
        `${sent.written.id} was written ${sent.copies} times and done more often`,
      )
    }
  }

  private checkExpiry(id: string): void {
    const deadlineMs = this.deadlines.get(id) ?? 0
    for (const { written, atMs, facts } of this.sent.values()) {
      const isVote = written.isVote && written.record.key === id
      if (isVote && atMs < deadlineMs && facts === 0) {
        this.violations.push(`${written.id} was in time, and action ${id} expired without it`)
      }
    }
  }
}
