/**
 * How often callers may ask an edge: a coarse limit by address before anything is read or checked, and one by proven caller after that. Over it the answer is
 * 429 with when to come again; nothing is queued and nothing dropped in silence.
 */
import { isIPv6 } from 'node:net'
import { HoldpointError } from '@holdpoint/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { RateLimit } from './rate-limit.ts'

/** One agent, executor or person: more than a busy one needs, far less than what slows a gate down. */
const callerPerSecondDefault = 100
/** Behind one address there may be a proxy or a whole office; the limit is for floods without a credential. */
const addressPerSecondDefault = 1000
/** Seconds of silence that can be saved up. */
const burstSeconds = 2
/** Operators and their probes are never kept out. */
const unlimited = new Set(['/healthz', '/readyz', '/metrics'])
/** Groups of an IPv6 address that name a network: whoever has one has all of its addresses. */
const networkGroups = 4

export interface EdgeLimits {
  readonly callerPerSecond?: number
  readonly addressPerSecond?: number
}

interface Limiter {
  readonly callers: RateLimit
  readonly addresses: RateLimit
}

const limiters = new WeakMap<FastifyInstance, Limiter>()
/** What the answer to a request says about limits. */
const headersOf = new WeakMap<FastifyRequest, Readonly<Record<string, string>>>()

export function limitCalls(edge: FastifyInstance, limits: EdgeLimits, clock: () => number): void {
  const { callerPerSecond = callerPerSecondDefault } = limits
  const { addressPerSecond = addressPerSecondDefault } = limits
  const limitOf = (perSecond: number) =>
    new RateLimit({ perSecond, burst: perSecond * burstSeconds }, clock)
  const limiter = { callers: limitOf(callerPerSecond), addresses: limitOf(addressPerSecond) }
  limiters.set(edge, limiter)
  edge.addHook('onRequest', async (request) => {
    if (unlimited.has(request.routeOptions.url ?? '')) return
    take(limiter.addresses, 'address', networkOf(request.ip), request)
  })
  edge.addHook('onSend', async (request, reply) => {
    reply.headers(headersOf.get(request) ?? {})
  })
}

/** To be called once for each request, when it is proven who calls. Throws HP_RATE_LIMITED. */
export function admit(request: FastifyRequest, caller: string): void {
  const limiter = limiters.get(request.server)
  if (!limiter) throw new HoldpointError('HP_INTERNAL')
  take(limiter.callers, 'caller', caller, request)
}

/** The address, or the network of one that has many. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const after = tail?.split(':').filter((group) => group !== '') ?? []
  const zeros = Array.from({ length: 8 - groups.length - after.length }, () => '0')
  return [...groups, ...zeros, ...after].slice(0, networkGroups).join(':')
}

/** Fields as in draft-ietf-httpapi-ratelimit-headers: what holds, and what is left of it. */
function take(
  limit: RateLimit,
  policy: 'address' | 'caller',
  name: string,
  request: FastifyRequest,
): void {
  const { isAllowed, remaining, waitMs } = limit.take(name)
  const seconds = Math.ceil(waitMs / 1000)
  headersOf.set(request, {
    'ratelimit-policy': `"${policy}";q=${limit.rate.burst};w=${burstSeconds}`,
    ratelimit: `"${policy}";r=${remaining};t=${seconds}`,
  })
  if (isAllowed) return
  const { perSecond } = limit.rate
  throw new HoldpointError('HP_RATE_LIMITED', {
    limit: perSecond,
    policy,
    retryAfterSeconds: seconds,
  })
}
