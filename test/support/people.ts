/** People in front of the notifier: the tokens they have, what they ask and what they are answered. */
import { readFileSync } from 'node:fs'
import { type ActionId, type Digest, decisionNonce, type Verdict } from '@holdpoint/contracts'
import type { PrivateJwk } from '@holdpoint/seal'
import { type FreshDeployment, until } from '@holdpoint/testkit'
import { personToken, type TokenFor } from './person-token.ts'

/** Of every wait in tests; long, because it only matters when something is broken. */
export const waitMs = 90_000

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
  /** As it came. */
  readonly text: string
}

export interface Seen {
  readonly id: ActionId
  readonly status: string
  readonly presented: Digest
  readonly action: unknown
  readonly progress?: { readonly approvals: number }
  readonly [name: string]: unknown
}

export interface Ask {
  /** Undefined: without any. */
  readonly authorization: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export class People {
  private readonly hp: FreshDeployment

  constructor(hp: FreshDeployment) {
    this.hp = hp
  }

  /** What the issuer gives this person; `changed` makes it a token that it never gave. */
  token(subject: string, changed: Partial<TokenFor> = {}): Promise<string> {
    const { issuer, urn, keyFile } = this.hp
    const key = JSON.parse(readFileSync(keyFile('issuer.jwk'), 'utf8')) as PrivateJwk
    return personToken({ issuer, audience: urn, subject, key, ...changed })
  }

  /** A token for this very decision. */
  tokenFor(
    person: string,
    decision: { actionId: ActionId; presented: Digest; verdict: Verdict },
  ): Promise<string> {
    return this.token(person, { nonce: decisionNonce(decision) })
  }

  async ask(method: string, path: string, person: string, body?: unknown): Promise<Answer> {
    const authorization = `Bearer ${await this.token(person)}`
    return this.send(method, path, { authorization, body })
  }

  async send(method: string, path: string, { authorization, body, headers }: Ask): Promise<Answer> {
    return answerOf(
      await fetch(`${this.hp.urls.notifier}${path}`, {
        method,
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
  }

  /** The view that a person sees; waits until it is there, and has come so far. */
  async seen(
    person: string,
    id: ActionId,
    isSo: (seen: Seen) => boolean = () => true,
  ): Promise<Seen> {
    return until(
      async () => {
        const { status, body } = await this.ask('GET', `/v1/approvals/${id}`, person)
        return status === 200 && isSo(body as Seen) && (body as Seen)
      },
      { deadlineMs: waitMs, what: `${id} on ${person}'s screen` },
    )
  }

  /** Waits until so many messages about it are known to be there: a process that ends before may leave one that nobody knows. */
  async brought(person: string, id: ActionId, count: number): Promise<void> {
    await until(
      async () => {
        const { body } = await this.ask('GET', `/v1/approvals/${id}/deliveries`, person)
        const live = body.deliveries?.filter(({ state }: { state: string }) => state === 'live')
        return live?.length >= count
      },
      { deadlineMs: waitMs, what: `${count} messages about ${id}` },
    )
  }

  /** A person decides what they see, with a token for this very decision. */
  async decide(
    person: string,
    id: ActionId,
    verdict: Verdict,
    more: Record<string, unknown> = {},
  ): Promise<Answer> {
    const { presented } = await this.seen(person, id)
    const token = await this.tokenFor(person, { actionId: id, presented, verdict })
    const body = { verdict, presented, token, ...more }
    return this.ask('POST', `/v1/approvals/${id}/decision`, person, body)
  }
}

/** Status, text, and what the text says where it is JSON. */
export async function answerOf(reply: Response): Promise<Answer> {
  const text = await reply.text()
  return { status: reply.status, text, body: jsonIn(text) }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
