/** Agents and executors over plain HTTP: no dependency, one or three addresses. */
import {
  type ActionId,
  ActionSettled,
  check,
  type Digest,
  DigestSchema,
  HoldpointError,
  isValid,
  recordId,
  Source,
} from '@holdpoint/contracts'
import { call, readJson } from './http-client.ts'
import { isRetryable, pauseBefore } from './persist.ts'
import type { Phase } from './settlement.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'
import type {
  AgentTransport,
  ExecutorTransport,
  GrantSession,
  Query,
  SignedOutcome,
  Standing,
  Unsealing,
} from './transport.ts'

/** The gate waits up to 55 s; shorter, so that what lies between does not give up first. */
const pollWaitSecondsMax = 30
/** A grant that is still offered after it was given on is given on again after this long. */
const offerAgainMs = 30_000
/** Between two polls that brought nothing new. */
const pollPauseMs = 1_000

export interface HttpOptions {
  /** Where everything is behind one address. */
  readonly url?: string
  /** Or each by itself. */
  readonly gate?: string
  readonly redactor?: string
  readonly unseal?: string
  readonly fetch?: typeof globalThis.fetch
  readonly surroundings?: Surroundings
}

export type HttpTransport = AgentTransport & ExecutorTransport

const phases: Readonly<Record<string, Phase>> = {
  pending: 'waiting',
  approved: 'approved',
  claimed: 'running',
}
/** What the gate's view and the event have in common. */
const settledNames = [
  ...(['actionId', 'agent', 'type', 'status', 'intended', 'by', 'rule', 'code', 'field'] as const),
  ...([
    'reconciled',
    'reason',
    'result',
    'cleared',
    'reversibleUntilMs',
    'source',
    'atMs',
  ] as const),
]

export function httpTransport(options: HttpOptions): HttpTransport {
  return new Http(options)
}

class Http implements HttpTransport {
  readonly #options: HttpOptions
  readonly #fetch: typeof globalThis.fetch
  readonly #surroundings: Surroundings

  constructor(options: HttpOptions) {
    this.#options = options
    this.#fetch = options.fetch ?? globalThis.fetch
    this.#surroundings = options.surroundings ?? realSurroundings
  }

  async intend({ action, proof, salt }: Parameters<AgentTransport['intend']>[0]) {
    const headers = { 'hp-proof': proof, 'hp-salt': salt }
    const answer = await this.#post('redactor', '/v1/intents', JSON.stringify(action), headers)
    const { source } = members(readJson(answer))
    return isValid(Source, source) ? { source } : {}
  }

  async look(query: Query, waitMs: number, signal?: AbortSignal): Promise<Standing | undefined> {
    const wait = Math.min(pollWaitSecondsMax, Math.floor(waitMs / 1000))
    const path = `/v1/actions/${encodeURIComponent(query.id)}?wait=${wait}${sourceOf(query)}`
    try {
      return standingOf(readJson(await this.#get(path, query.request(), wait, signal)))
    } catch (error) {
      if (error instanceof HoldpointError && error.code === 'HP_ACTION_UNKNOWN') return undefined
      throw error
    }
  }

  async withdraw(id: ActionId, request: string, reason?: string): Promise<void> {
    const body = JSON.stringify(reason === undefined ? {} : { reason })
    await this.#post('gate', `/v1/actions/${encodeURIComponent(id)}/withdraw`, body, as(request))
  }

  async grants(session: GrantSession): Promise<void> {
    await Promise.all(session.audiences.map((audience) => this.#poll(audience, session)))
  }

  async claim(id: ActionId, request: string): Promise<unknown> {
    const path = `/v1/actions/${encodeURIComponent(id)}/claim`
    return readJson(await this.#post('gate', path, '{}', as(request)))
  }

  async extend(id: ActionId, request: string): Promise<unknown> {
    const path = `/v1/actions/${encodeURIComponent(id)}/extend`
    return readJson(await this.#post('gate', path, '{}', as(request)))
  }

  async unseal(asked: Unsealing): Promise<Uint8Array> {
    return await this.#post('unseal', '/v1/unseal', JSON.stringify(asked))
  }

  async report({ outcome, proof, salt, request }: SignedOutcome): Promise<void> {
    const headers = { 'hp-proof': proof, 'hp-salt': salt, ...as(request) }
    await this.#post('redactor', '/v1/outcomes', JSON.stringify(outcome), headers)
  }

  /** A lost edge is waited for; a refusal ends it, since asking again would not change it. */
  async #poll(audience: string, session: GrantSession): Promise<void> {
    const { signal, request, take } = session
    const offered = new Map<string, number>()
    for (let failures = 0; !signal.aborted; ) {
      try {
        const path = `/v1/approved?wait=${pollWaitSecondsMax}&audience=${encodeURIComponent(audience)}`
        const answer = await this.#get(path, request(audience), pollWaitSecondsMax, signal)
        failures = 0
        const fresh = this.#fresh(grantsIn(readJson(answer)), offered)
        await Promise.all(fresh.map(take))
        if (fresh.length === 0) await this.#surroundings.sleep(pollPauseMs, signal)
      } catch (error) {
        if (signal.aborted) return
        if (!isRetryable(error)) throw error
        failures += 1
        await this.#surroundings.sleep(pauseBefore(failures, this.#surroundings), signal)
      }
    }
  }

  /** What was not offered before, or long enough ago: the gate offers a grant until it is claimed, also one that nobody here can take. */
  #fresh(grants: readonly unknown[], offered: Map<string, number>): unknown[] {
    const nowMs = this.#surroundings.nowMs()
    for (const [name, atMs] of offered) if (atMs + offerAgainMs <= nowMs) offered.delete(name)
    return grants.filter((issued) => {
      const name = String(members(issued)['grant'])
      if (offered.has(name)) return false
      offered.set(name, nowMs)
      return true
    })
  }

  #get(path: string, request: string, waitSeconds: number, signal?: AbortSignal): Promise<Buffer> {
    return call(this.#fetch, {
      ...{ method: 'GET', base: this.#base('gate'), path, headers: as(request) },
      ...{ waitMs: waitSeconds * 1000, ...(signal === undefined ? {} : { signal }) },
    })
  }

  #post(
    service: 'gate' | 'redactor' | 'unseal',
    path: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Buffer> {
    return call(this.#fetch, { method: 'POST', base: this.#base(service), path, body, headers })
  }

  #base(service: 'gate' | 'redactor' | 'unseal'): string {
    const base = this.#options[service] ?? this.#options.url
    if (base !== undefined) return base
    const rule = 'has no address: give url, or one for each service'
    throw new HoldpointError('HP_CONFIG', { file: 'transport', field: service, rule })
  }
}

/** Finds what the gate would not take in as an action. */
function sourceOf({ source }: Query): string {
  return source === undefined ? '' : `&source=${encodeURIComponent(recordId(source))}`
}

function standingOf(view: unknown): Standing | undefined {
  const seen = members(view)
  const phase = phases[String(seen['status'])]
  if (phase === undefined) {
    const named = settledNames.filter((name) => seen[name] !== undefined)
    const settled = check(
      ActionSettled,
      Object.fromEntries(named.map((name) => [name, seen[name]])),
    )
    return { kind: 'settled', settled }
  }
  const intended: Digest | undefined = isValid(DigestSchema, seen['intended'])
    ? seen['intended']
    : undefined
  return { kind: 'open', phase, ...(intended === undefined ? {} : { intended }) }
}

function grantsIn(answer: unknown): readonly unknown[] {
  const { grants } = members(answer)
  return Array.isArray(grants) ? grants : []
}

function as(request: string): { authorization: string } {
  return { authorization: `HP ${request}` }
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
