/** An executor on faked edges, for tests: what it is brought, what it ran, what it told. */
import type { Action, ActionId, Outcome } from '@holdpoint/contracts'
import { expect, vi } from 'vitest'
import { holdpoint } from './agent.ts'
import type { ActionHandler } from './effect.ts'
import { type ExecutorOptions, runExecutor } from './executor.ts'
import { deployment } from './fake-deployment.ts'
import { FakeEdge } from './fake-edge.ts'
import { httpTransport } from './http.ts'
import type { ExecutorTransport } from './transport.ts'
import type { ExecutorEvent } from './workshop.ts'

/** Long enough for a loaded machine; nothing waits that long when it works. */
export const waitMs = 10_000
export const intent = {
  type: 'payments.refund',
  target: { system: 'stripe', resource: 'ch_1' },
  params: { amount: 4200, to: 'ann@example.org' },
}

export class ExecutorRig {
  readonly edge = new FakeEdge()
  readonly http = httpTransport({ url: 'http://edge.test', fetch: this.edge.fetch })
  readonly agent = holdpoint({
    ...{ agent: { id: 'bot', key: this.edge.agent.privateJwk }, deployment, transport: this.http },
  })
  readonly stop = new AbortController()
  readonly events: ExecutorEvent[] = []
  readonly ran: Action[] = []
  running = Promise.resolve()
  readonly noting: ActionHandler = {
    run: (action, { begin }) => {
      begin()
      this.ran.push(action)
      return { refund: 're_1' }
    },
  }

  async propose(changes: object = {}): Promise<ActionId> {
    return (await this.agent.propose({ ...intent, ...changes })).id
  }

  /** Records as a topic would bring them, whatever the gate thinks of them. */
  bringing(...records: unknown[]): ExecutorTransport {
    const { http } = this
    return {
      ...{ claim: http.claim.bind(http), unseal: http.unseal.bind(http) },
      extend: http.extend.bind(http),
      report: http.report.bind(http),
      grants: async ({ take, signal }) => {
        for (const record of records) await take(record)
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    }
  }

  start(transport: ExecutorTransport, changes: Partial<ExecutorOptions> = {}): void {
    const { edge, noting, stop } = this
    this.running = runExecutor({
      ...{ id: 'payer', key: edge.executor.privateJwk, audiences: ['billing'], transport },
      ...{ actions: { 'payments.refund': noting }, trust: edge.trust, signal: stop.signal },
      ...{ onEvent: (event: ExecutorEvent) => this.events.push(event), ...changes },
    })
    this.running.catch(() => {})
  }

  /** The first event of this kind, as soon as there is one. */
  event<K extends ExecutorEvent['kind']>(kind: K): Promise<Extract<ExecutorEvent, { kind: K }>> {
    return vi.waitFor(() => {
      const found = this.events.find((each) => each.kind === kind)
      expect(found, JSON.stringify(this.events)).toBeDefined()
      return found as Extract<ExecutorEvent, { kind: K }>
    }, waitMs)
  }

  /** What was reported about an action, as soon as it was. */
  outcome(id: ActionId): Promise<Outcome> {
    return vi.waitFor(() => {
      const { outcome } = this.edge.known(id)
      if (outcome === undefined) throw new Error(`no outcome yet: ${JSON.stringify(this.events)}`)
      return outcome
    }, waitMs)
  }

  /** Requests whose path ends like this. */
  asked(end: string): string[] {
    return this.edge.asked.filter((line) => line.endsWith(end))
  }

  async close(): Promise<void> {
    this.stop.abort()
    await this.running.catch(() => {})
  }
}
