/** One of the demo's people at the notifier: what they see and decide, each decision with a token of its own. */

import { type ActionId, type Digest, decisionNonce, type Verdict } from '@holdpoint/contracts'

/** A command that meets a takeover is answered within 10 s. */
const answerMsMax = 20_000
/** Signed in anew a little before the token ends. */
const earlyMs = 60_000

export interface Seen {
  readonly id: ActionId
  readonly status: string
  /** Digest of the masked view. */
  readonly presented: Digest
  /** The masked view. */
  readonly action: { readonly params?: unknown; readonly justification?: string }
  /** How many values are masked in it. */
  readonly masked: number
  readonly decideByMs: number
}

export interface Answer {
  /** HTTP status; 200 when the vote counts. */
  readonly status: number
  /** Of the refusal. */
  readonly code?: string
  readonly title?: string
}

export class Person {
  readonly name: string
  readonly #url: string
  #session: { readonly token: string; readonly untilMs: number } | undefined

  /** `url`: the one address. */
  constructor(name: string, url: string) {
    this.name = name
    this.#url = url
  }

  /** Undefined while nobody is asked about it; what policy allows can be seen as well. */
  async seen(id: ActionId): Promise<Seen | undefined> {
    const answer = await this.#ask(`/v1/approvals/${id}`)
    await (answer.ok ? undefined : answer.body?.cancel())
    const seen = answer.ok ? ((await answer.json()) as Seen) : undefined
    return seen?.status === 'pending' ? seen : undefined
  }

  /** What waits for people, of one type. */
  async pending(type: string): Promise<Seen[]> {
    const answer = await this.#ask('/v1/approvals')
    const { approvals } = (await answer.json()) as { approvals: (Seen & { type: string })[] }
    return approvals.filter((each) => each.type === type)
  }

  async decide({ id, presented }: Seen, verdict: Verdict): Promise<Answer> {
    const { token } = await this.#token(decisionNonce({ actionId: id, presented, verdict }))
    const body = JSON.stringify({ verdict, presented, token })
    const answer = await this.#ask(`/v1/approvals/${id}/decision`, body)
    const { code, title } = (await answer.json()) as { code?: string; title?: string }
    return {
      status: answer.status,
      ...(code === undefined ? {} : { code }),
      ...(title === undefined ? {} : { title }),
    }
  }

  async #ask(path: string, body?: string): Promise<Response> {
    const session = this.#session
    if (session === undefined || session.untilMs < Date.now()) this.#session = await this.#token()
    const headers = { authorization: `Bearer ${this.#session?.token}` }
    return send(`${this.#url}${path}`, headers, body)
  }

  async #token(nonce?: string): Promise<{ token: string; untilMs: number }> {
    const body = JSON.stringify({ person: this.name, ...(nonce === undefined ? {} : { nonce }) })
    const answer = await send(`${this.#url}/issuer/token`, {}, body)
    const { id_token, expires_in } = (await answer.json()) as IssuedToken
    return { token: id_token, untilMs: Date.now() + expires_in * 1000 - earlyMs }
  }
}

interface IssuedToken {
  readonly id_token: string
  readonly expires_in: number
}

function send(url: string, headers: Record<string, string>, body?: string): Promise<Response> {
  const signal = AbortSignal.timeout(answerMsMax)
  if (body === undefined) return fetch(url, { headers, signal })
  const typed = { 'content-type': 'application/json', ...headers }
  return fetch(url, { method: 'POST', headers: typed, body, signal })
}
