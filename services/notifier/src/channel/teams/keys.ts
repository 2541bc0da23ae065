/**
 * The keys with which the Bot Framework signs what it sends us, and the channels that each may speak for. Kept for a day; a key id that nobody knows lets us look
 * again once an hour, so that a stranger with made-up ids makes us ask Microsoft nothing.
 */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'
import { isAt } from './host.ts'
import type { TeamsEndpoints } from './settings.ts'

const freshMs = 24 * 3600 * 1000
/** Keys that could not be looked up again are believed this long after all. */
const keptMs = 2 * freshMs
const unknownEveryMs = 3600 * 1000
/** After a failure: not with every request. */
const failedEveryMs = 10_000
const fetchMsMax = 10_000
/** Both documents are a few kB. */
const documentCharsMax = 512 * 1024
/** The keys of an issuer that rotates them weekly, many times over. */
const keysMax = 200
const modulusBitsMin = 2048

export interface ServiceKey {
  readonly key: KeyObject
  readonly endorsements: readonly string[]
}

export interface ServiceKeysDeps {
  readonly endpoints: Pick<TeamsEndpoints, 'openId' | 'hosts'>
  readonly clock: () => number
  readonly fetch: typeof fetch
}

export class ServiceKeys {
  readonly #deps: ServiceKeysDeps
  #keys = new Map<string, ServiceKey>()
  #fetchedMs = Number.NEGATIVE_INFINITY
  #failedMs = Number.NEGATIVE_INFINITY
  /** When somebody's unknown key id made us look, whatever came of it. */
  #unknownMs = Number.NEGATIVE_INFINITY
  #underWay: Promise<void> | undefined

  constructor(deps: ServiceKeysDeps) {
    this.#deps = deps
  }

  /** Undefined: there is no such key. Throws HP_UNAVAILABLE where nobody can say. */
  async find(kid: string): Promise<ServiceKey | undefined> {
    const nowMs = this.#deps.clock()
    const isUnknown = !this.#keys.has(kid)
    const lookedMs = Math.max(this.#fetchedMs, this.#unknownMs)
    if (nowMs - this.#fetchedMs >= freshMs) await this.#refresh()
    else if (isUnknown && nowMs - lookedMs >= unknownEveryMs) {
      this.#unknownMs = nowMs
      await this.#refresh()
    }
    if (this.#deps.clock() - this.#fetchedMs >= keptMs) throw unavailable()
    return this.#keys.get(kid)
  }

  /** One at a time, for everybody who waits. */
  async #refresh(): Promise<void> {
    if (this.#deps.clock() - this.#failedMs < failedEveryMs) return
    this.#underWay ??= this.#fetch().finally(() => {
      this.#underWay = undefined
    })
    await this.#underWay
  }

  async #fetch(): Promise<void> {
    const { endpoints, clock } = this.#deps
    try {
      const { jwks_uri: uri } = await this.#read(endpoints.openId)
      if (typeof uri !== 'string' || !isAt(uri, endpoints.hosts)) throw unavailable()
      const { keys } = await this.#read(uri)
      if (!Array.isArray(keys)) throw unavailable()
      this.#keys = new Map(keys.slice(0, keysMax).flatMap(keyOf))
      this.#fetchedMs = clock()
    } catch {
      // Whatever it was: they cannot be had now. Those at hand go on.
      this.#failedMs = clock()
    }
  }

  async #read(url: string): Promise<Record<string, unknown>> {
    const signal = AbortSignal.timeout(fetchMsMax)
    const response = await this.#deps.fetch(url, { signal, redirect: 'error' })
    const text = response.ok ? await response.text() : ''
    if (text === '' || text.length > documentCharsMax) throw unavailable()
    return JSON.parse(text)
  }
}

function keyOf(jwk: unknown): [string, ServiceKey][] {
  const { kid, kty, use, endorsements, n, e } = (jwk ?? {}) as Record<string, unknown>
  if (typeof kid !== 'string' || kty !== 'RSA' || (use !== undefined && use !== 'sig')) return []
  if (typeof n !== 'string' || typeof e !== 'string') return []
  const key = createPublicKey({ key: { kty, n, e } as JsonWebKey, format: 'jwk' })
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < modulusBitsMin) return []
  const named = Array.isArray(endorsements) ? endorsements : []
  return [[kid, { key, endorsements: named.filter((each) => typeof each === 'string') }]]
}

const unavailable = () => new HoldpointError('HP_UNAVAILABLE', { what: 'the key set of Teams' })
