/** The HTTP edge of a service: one server with limits, strict JSON in, problems out, and the three addresses that operators need. */
import { errors, HoldpointError, intakeBytesMax, jsonDepthMax } from '@holdpoint/contracts'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { parseBodies } from './edge-body.ts'
import { closeInTime } from './edge-close.ts'
import { type EdgeLimits, limitCalls } from './edge-limit.ts'
import { type Problem, problemOf } from './edge-problem.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { type SystemTime, systemTime } from './time.ts'

/** A request must be here whole by then: no slow senders holding sockets. Long polls only delay answers. */
const requestMsMax = 15_000
/** Longer than a proxy in front reuses its connections (60 s is common), so that it is never surprised by a close. */
const keepAliveMsMax = 65_000
/** Ids are short; everything else is a mistake. */
const parameterCharsMax = 256

export interface EdgeOptions {
  readonly log: Logger
  readonly metrics: Metrics
  /** Whether work can be done now; `/readyz` tells. */
  readonly isReady: () => boolean
  /** What `/readyz` says beside that: how far it is. Names and numbers only, since anybody may ask. */
  readonly progress?: () => Readonly<Record<string, unknown>>
  /** Default `intakeBytesMax`; a route may have its own `bodyLimit`. */
  readonly bodyBytesMax?: number
  /** Default `jsonDepthMax`. */
  readonly bodyDepthMax?: number
  /** A fatal error of ours met while answering (fenced, forged state…): the process should end. */
  readonly onFatal?: (error: HoldpointError) => void
  /** How often callers may ask, and proxies whose word counts for an address. */
  readonly http?: { readonly limits?: EdgeLimits; readonly proxies?: readonly string[] }
  readonly time?: Pick<SystemTime, 'sleep'> & Partial<Pick<SystemTime, 'clock'>>
}

/**
 * A server without routes of its own but `/healthz`, `/readyz` and `/metrics`. What a handler throws becomes its answer: our errors as they are; anything else is
 * logged and answered as HP_INTERNAL, and the process goes on, since a request holds no state and a stranger must not be able to end us.
 */
export function createEdge(options: EdgeOptions): FastifyInstance {
  const bodyLimit = options.bodyBytesMax ?? intakeBytesMax
  const edge = fastify({
    // Its lines would hold addresses and raw errors; `answer` writes ours.
    logger: false,
    bodyLimit,
    requestTimeout: requestMsMax,
    keepAliveTimeout: keepAliveMsMax,
    ...(options.http?.proxies ? { trustProxy: [...options.http.proxies] } : {}),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: parameterCharsMax },
    frameworkErrors: (error, request, reply) => answer(error, request, reply, options),
    clientErrorHandler: (error, socket) => {
      if (socket.writable && !socket.destroyed) socket.end(rawAnswer(problemOf(error, bodyLimit)))
      else socket.destroy()
    },
  })
  closeInTime(edge, options.time ?? systemTime)
  parseBodies(edge, options.bodyDepthMax ?? jsonDepthMax)
  edge.addHook('onRequest', async (_, reply) => {
    // Answers hold masked views and decisions: nothing on the way may keep or reinterpret them.
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
  limitCalls(edge, options.http?.limits ?? {}, options.time?.clock ?? systemTime.clock)
  edge.setErrorHandler((error, request, reply) => answer(error, request, reply, options))
  edge.setNotFoundHandler((request, reply) =>
    answer(new HoldpointError('HP_ROUTE'), request, reply, options),
  )
  measure(edge, options.metrics)
  addOperatorRoutes(edge, options)
  return edge
}

function answer(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, onFatal }: EdgeOptions,
): FastifyReply {
  const limit = request.routeOptions?.bodyLimit ?? intakeBytesMax
  const { status, headers, body, error } = problemOf(thrown, limit)
  const route = request.routeOptions?.url
  if (error.code === 'HP_INTERNAL') log.error({ err: thrown, route }, 'a request failed')
  else if (errors[error.code].kind === 'fatal') onFatal?.(error)
  return reply.code(status).headers(headers).send(Buffer.from(body))
}

function rawAnswer({ body, headers, status }: Problem): string {
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-length': Buffer.byteLength(body),
  })
  const head = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')
  return `HTTP/1.1 ${status} Bad Request\r\n${head}\r\n\r\n${body}`
}

function measure(edge: FastifyInstance, metrics: Metrics): void {
  const seconds = metrics.histogram('http_seconds', 'Time to answer', ['method', 'route', 'status'])
  edge.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const labels = { method, route: routeOptions.url ?? 'none', status: reply.statusCode }
    seconds.observe(labels, reply.elapsedTime / 1000)
  })
}

function addOperatorRoutes(
  edge: FastifyInstance,
  { metrics, isReady, progress = () => ({}) }: EdgeOptions,
): void {
  edge.get('/healthz', async () => ({ status: 'ok' }))
  edge.get('/readyz', async (_, reply) =>
    isReady()
      ? { status: 'ready', ...progress() }
      : reply.code(503).send({ status: 'not ready', ...progress() }),
  )
  edge.get('/metrics', async (_, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
