/** One address on this machine for all edges. Bytes go through as they come, both ways: nothing is buffered, so event streams and long polls work. */
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from 'node:http'
import { HoldpointError } from '@holdpoint/contracts'
import { isLoopbackName, portOf } from './loopback.ts'

/** Long polls last a minute and event streams much longer; a target that does not take a connection is down. */
const connectMsMax = 2_000
/** Connections of one hop (RFC 9110 §7.6.1). */
const hopByHop: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
])
/** Only we say where a request came from. */
const claimed = /^(x-forwarded-|x-real-ip$|forwarded$)/

/** What of each edge is reached under the one address. A path fits where it is one of these or lies below it. */
export const proxiedPaths = {
  redactor: ['/v1/intents', '/v1/outcomes'],
  unsealer: ['/v1/unseal'],
  gate: ['/v1/actions', '/v1/approved'],
  notifier: [
    ...(['/v1/approvals', '/v1/freezes', '/v1/deliveries', '/v1/events'] as const),
    ...(['/v1/links', '/v1/absence'] as const),
    ...(['/console', '/a', '/m', '/link', '/people'] as const),
  ],
  auditor: ['/v1/keys', '/v1/records', '/v1/proofs', '/checkpoint', '/tile'],
  issuer: ['/issuer'],
} as const
export type ProxyTarget = keyof typeof proxiedPaths

export interface ProxyOptions {
  /** On 127.0.0.1; 0 for any. */
  readonly port: number
  /** Ports on 127.0.0.1. What is left out answers 404. */
  readonly targets: Readonly<Partial<Record<ProxyTarget, number>>>
}

export interface RunningProxy {
  readonly port: number
  close(): Promise<void>
}

export async function startProxy({ port, targets }: ProxyOptions): Promise<RunningProxy> {
  const agent = new Agent({ keepAlive: true })
  const server = createServer((request, response) => {
    const name = targetOf(request.url ?? '/')
    const target = name && targets[name]
    if (!isLoopbackName(request.headers.host)) refuse(response, new HoldpointError('HP_ROUTE'))
    else if (target === undefined) refuse(response, new HoldpointError('HP_ROUTE'))
    else pass(request, response, { agent, port: target, name: name ?? '' })
  })
  // An intake may be slow, and an answer may take as long as people do.
  server.requestTimeout = 0
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host: '127.0.0.1', port }, resolve)
  await promise
  return {
    port: portOf(server) ?? port,
    close: async () => {
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}

/** Undefined: nobody's. */
export function targetOf(url: string): ProxyTarget | undefined {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  if (path === '/') return 'notifier'
  const found = Object.entries(proxiedPaths).find(([, prefixes]) =>
    prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)),
  )
  return found?.[0] as ProxyTarget | undefined
}

function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  target: { readonly agent: Agent; readonly port: number; readonly name: string },
): void {
  const outgoing = send({
    ...{ host: '127.0.0.1', port: target.port, agent: target.agent },
    ...{ method: incoming.method, path: incoming.url },
    headers: forwarded(incoming),
  })
  const fail = () => {
    outgoing.destroy()
    refuse(response, new HoldpointError('HP_UNAVAILABLE', { what: `the ${target.name}` }))
  }
  outgoing.on('error', fail)
  outgoing.on('socket', (socket) => {
    if (!socket.connecting) return
    socket.setTimeout(connectMsMax, fail)
    socket.once('connect', () => socket.setTimeout(0))
  })
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer))
    response.flushHeaders()
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  response.on('close', () => outgoing.destroy())
  incoming.pipe(outgoing)
}

function forwarded(incoming: IncomingMessage): OutgoingHttpHeaders {
  const headers = Object.entries(endToEnd(incoming)).filter(([name]) => !claimed.test(name))
  return {
    ...Object.fromEntries(headers),
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-proto': 'http',
    ...(incoming.headers.host === undefined ? {} : { 'x-forwarded-host': incoming.headers.host }),
  }
}

function endToEnd({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  const kept = Object.entries(headers).filter(
    ([name]) => !hopByHop.has(name) && !named.includes(name),
  )
  return Object.fromEntries(kept)
}

function refuse(response: ServerResponse, error: HoldpointError): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const problem = error.toProblem()
  response.writeHead(problem.status, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify(problem))
}
