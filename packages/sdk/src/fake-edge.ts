/** The edges of a deployment in the process, for tests: they speak HTTP through `fetch`, check as the real ones do, and lose requests and replies to order. */
import {
  type Action,
  type ActionId,
  digestOf,
  type GrantIssued,
  HoldpointError,
  isHoldpointError,
  type Outcome,
} from '@holdpoint/contracts'
import { type RequestAct, verifyIntent, verifyOutcome, verifyRequest } from '@holdpoint/seal'
import { deployment, FakeDeployment } from './fake-deployment.ts'

interface Asked {
  readonly id: ActionId
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Buffer
  readonly signal: AbortSignal | undefined
}

export class FakeEdge extends FakeDeployment {
  /** Every request as `METHOD /path`, in order. */
  readonly asked: string[] = []
  /** Called before a request is handled; what it throws or returns is the answer. */
  before: (line: string, body: string) => Response | undefined = () => undefined
  /** Called when it is handled; what it throws takes the answer's place: done, and the reply lost. */
  after: (line: string) => void = () => {}
  changeIssued: (issued: GrantIssued) => unknown = (issued) => issued
  changeAnswer: (answer: Record<string, unknown>) => unknown = (answer) => answer
  /** Commands by their request: the same request gets the same answer. */
  readonly #answers = new Map<string, unknown>()

  readonly fetch = async (input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input))
    const line = `${init.method ?? 'GET'} ${url.pathname}`
    this.asked.push(line)
    try {
      const early = this.before(line, String(init.body ?? ''))
      if (early !== undefined) return early
      const answer = await this.#route(line, {
        ...{ id: (url.pathname.split('/')[3] ?? '') as ActionId, query: url.searchParams },
        ...{ headers: new Headers(init.headers), body: Buffer.from(String(init.body ?? '')) },
        signal: init.signal ?? undefined,
      })
      this.after(line)
      return new Response(Buffer.isBuffer(answer) ? new Uint8Array(answer) : JSON.stringify(answer))
    } catch (error) {
      if (!isHoldpointError(error)) throw error
      const problem = error.toProblem()
      return new Response(JSON.stringify(problem), { status: problem.status })
    }
  }

  #route(line: string, asked: Asked): unknown {
    if (line === 'POST /v1/intents') return this.#intend(asked)
    if (line === 'POST /v1/unseal') return this.#unseal(asked)
    if (line === 'POST /v1/outcomes') return this.#report(asked)
    if (line === 'GET /v1/approved') return this.#approved(asked)
    if (line.endsWith('/claim')) return this.#claim(asked)
    if (line.endsWith('/extend')) return this.#extend(asked)
    if (line.endsWith('/withdraw')) return this.#withdraw(asked)
    if (line.startsWith('GET /v1/actions/')) return this.#read(asked)
    throw new HoldpointError('HP_ROUTE')
  }

  #intend({ headers, body }: Asked): unknown {
    const action = JSON.parse(body.toString()) as Action
    const proof = headers.get('hp-proof') ?? ''
    const salt = headers.get('hp-salt') ?? ''
    const intended = digestOf(salt, action)
    verifyIntent(proof, {
      ...{ deployment, actionId: action.id, agent: action.agent.id, type: action.type, intended },
      ...{ atMs: this.nowMs(), keyOf: this.trust.agent(action.agent.id) },
    })
    if (!this.held.has(action.id)) {
      this.held.set(action.id, { action, salt, proof, intended, status: 'pending' })
    }
    return { id: action.id, intended }
  }

  async #read(asked: Asked): Promise<unknown> {
    const { id } = asked
    const { party } = this.#caller(asked, id, 'read')
    const held = this.known(id)
    if (party.kind === 'agent' && held.action.agent.id !== party.id) {
      throw new HoldpointError('HP_ACTION_UNKNOWN', { actionId: id })
    }
    const isOpen = ['pending', 'approved', 'claimed'].includes(held.status)
    if (isOpen && asked.query.get('wait') !== '0') await this.#change(asked.signal)
    const { status, intended, reason, outcome } = held
    const { result, code } = outcome ?? {}
    return {
      ...{ actionId: id, agent: held.action.agent.id, status, intended, revision: 3, result, code },
      ...{ reason, by: status === 'denied' ? 'people' : undefined, atMs: this.nowMs() },
    }
  }

  #withdraw(asked: Asked): unknown {
    const { id } = asked
    this.#caller(asked, id, 'withdraw')
    const { status } = this.known(id)
    if (status !== 'pending' && status !== 'withdrawn') {
      throw new HoldpointError('HP_ACTION_CLOSED', { status })
    }
    const { reason } = JSON.parse(asked.body.toString()) as { reason?: string }
    this.change(id, { status: 'withdrawn', ...(reason === undefined ? {} : { reason }) })
    return { actionId: id, status: 'withdrawn' }
  }

  async #approved(asked: Asked): Promise<unknown> {
    const { party } = this.#caller(asked, '*', 'poll')
    if (!party.audiences.includes(asked.query.get('audience') ?? '')) {
      throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'not an executor of this audience' })
    }
    const waiting = () => [...this.held.values()].filter(({ status }) => status === 'approved')
    if (waiting().length === 0) await this.#change(asked.signal)
    return {
      grants: waiting().flatMap(({ issued }) => (issued ? [this.changeIssued(issued)] : [])),
    }
  }

  #claim(asked: Asked): unknown {
    const { id } = asked
    const { party, keyId, grant } = this.#caller(asked, id, 'claim')
    const request = asked.headers.get('authorization') ?? ''
    if (grant !== this.known(id).jti) {
      throw new HoldpointError('HP_GRANT_INVALID', { rule: 'is not that of this action' })
    }
    const answer = this.#answers.get(request) ?? this.changeAnswer(this.claim(id, party.id, keyId))
    this.#answers.set(request, answer)
    return answer
  }

  #extend(asked: Asked): unknown {
    const { id } = asked
    const { keyId, claim, forMs = 0 } = this.#caller(asked, id, 'extend')
    const request = asked.headers.get('authorization') ?? ''
    const answer =
      this.#answers.get(request) ?? this.changeAnswer(this.extend(id, keyId, claim, forMs))
    this.#answers.set(request, answer)
    return answer
  }

  async #unseal({ body }: Asked): Promise<Buffer> {
    const given = JSON.parse(body.toString()) as { sealed: string; receipt: string; proof: string }
    const known = { trust: this.trust, atMs: this.nowMs() }
    return (await this.unsealer.unseal(given, known)).plaintext
  }

  #report({ headers, body }: Asked): unknown {
    const outcome = JSON.parse(body.toString()) as Outcome
    const { actionId, claimId, status } = outcome
    const { keyId } = verifyOutcome(headers.get('hp-proof') ?? '', {
      ...{ deployment, actionId, claimId, status, atMs: this.nowMs() },
      reported: digestOf(headers.get('hp-salt') ?? '', outcome),
      keyOf: (kid) => this.trust.partyOf(kid)?.key,
    })
    const { claim } = this.known(actionId)
    if (claim?.id !== claimId || claim.keyThumbprint !== keyId) {
      throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'only the claimer reports its outcome' })
    }
    this.change(actionId, { outcome, status })
    return { id: actionId }
  }

  #caller({ headers }: Asked, subject: string, act: RequestAct) {
    const request = (headers.get('authorization') ?? '').replace(/^HP /, '')
    const { partyOf } = this.trust
    return verifyRequest(request, { deployment, subject, act, atMs: this.nowMs(), partyOf })
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.changed.addEventListener('changed', () => resolve(), { once: true })
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  }
}
