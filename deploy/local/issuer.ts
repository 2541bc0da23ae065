/**
 * DEMO ONLY: an issuer of ID tokens that asks for no password. Whoever can reach it can be anybody, so it listens on this machine alone, answers no page but the
 * console's, and says what it is in everything it answers. It stands where an operator's OpenID provider stands in earnest.
 */
import { check, HoldpointError, strict } from '@holdpoint/contracts'
import { encodeBase64url, type Signer } from '@holdpoint/seal'
import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { isLoopbackName, portOf } from './loopback.ts'

const warning = 'DEMO ISSUER: it asks for no password. Never let anything real trust it.'
/** A working session at the console. */
const signInSeconds = 3600
/** A token for one decision is used at once. */
const decisionSeconds = 120
const bodyBytesMax = 4096

const TokenRequest = strict({
  /** Subject of one of the demo people. */
  person: Type.String({ minLength: 1, maxLength: 128 }),
  nonce: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$' })),
})

export interface DemoPerson {
  readonly subject: string
  readonly name: string
  readonly email?: string
}

export interface IssuerOptions {
  /** `iss` of its tokens, as in the trust file; its path is where it answers. */
  readonly issuer: string
  readonly audience: string
  readonly signer: Signer
  readonly people: readonly DemoPerson[]
  /** Origins whose pages may ask, beside the issuer's own. */
  readonly origins?: readonly string[]
  /** On 127.0.0.1; 0 for any. */
  readonly port: number
  readonly clock: () => number
}

export interface RunningIssuer {
  readonly port: number
  close(): Promise<void>
}

export async function startIssuer(options: IssuerOptions): Promise<RunningIssuer> {
  const edge = createEdge({
    log: createLogger({ service: 'demo-issuer', level: 'silent' }),
    metrics: createMetrics('demo-issuer'),
    isReady: () => true,
    bodyBytesMax,
  })
  issuerRoutes(edge, options)
  await edge.listen({ host: '127.0.0.1', port: options.port })
  return { port: portOf(edge.server) ?? options.port, close: () => edge.close() }
}

function issuerRoutes(edge: FastifyInstance, options: IssuerOptions): void {
  const { issuer, signer, people } = options
  const { origin, pathname } = new URL(issuer)
  const base = pathname === '/' ? '' : pathname
  const origins = new Set([origin, ...(options.origins ?? [])])

  edge.addHook('onRequest', async (request, reply) => {
    guard(request, origins)
    reply.header('x-warning', warning)
    allow(request, reply)
  })
  edge.options(`${base}/*`, (_, reply) => reply.code(204).send())
  edge.get(`${base}/.well-known/openid-configuration`, async () => ({
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    id_token_signing_alg_values_supported: ['EdDSA'],
    subject_types_supported: ['public'],
    response_types_supported: ['id_token'],
    warning,
  }))
  edge.get(`${base}/jwks`, async () => ({ keys: [signer.publicJwk] }))
  edge.get(`${base}/people`, async () => ({
    people: people.map(({ subject, name }) => ({ subject, name })),
    warning,
  }))
  edge.post(`${base}/token`, async (request) => {
    const { person: subject, nonce } = check(TokenRequest, request.body)
    const person = people.find((each) => each.subject === subject)
    if (person === undefined) {
      throw new HoldpointError('HP_FIELD_INVALID', { field: '/person', rule: 'is nobody here' })
    }
    return { ...mint(person, nonce, options), token_type: 'Bearer', warning }
  })
}

function mint(person: DemoPerson, nonce: string | undefined, options: IssuerOptions) {
  const { issuer, audience, signer, clock } = options
  const now = Math.floor(clock() / 1000)
  const seconds = nonce === undefined ? signInSeconds : decisionSeconds
  const header = { alg: 'EdDSA', kid: signer.kid, typ: 'JWT' }
  const claims = {
    ...{ iss: issuer, aud: audience, sub: person.subject, name: person.name },
    ...(person.email === undefined ? {} : { email: person.email }),
    ...{ iat: now, auth_time: now, exp: now + seconds },
    ...(nonce === undefined ? {} : { nonce }),
  }
  const input = [header, claims].map((part) => encodeBase64url(JSON.stringify(part))).join('.')
  const signature = encodeBase64url(signer.sign(Buffer.from(input)))
  return { id_token: `${input}.${signature}`, expires_in: seconds }
}

/** A page from elsewhere can make a browser send requests here, also under a name of its own that leads to this machine; neither gets a token. */
function guard({ headers }: FastifyRequest, origins: ReadonlySet<string>): void {
  const { origin, host } = headers
  if (!isLoopbackName(host)) {
    throw new HoldpointError('HP_AUTH', { rule: 'this address is for this machine only' })
  }
  if (origin !== undefined && !origins.has(origin)) {
    throw new HoldpointError('HP_AUTH', { rule: 'pages of that origin get no tokens here' })
  }
}

function allow({ headers }: FastifyRequest, reply: FastifyReply): void {
  if (headers.origin === undefined) return
  reply.headers({
    'access-control-allow-origin': headers.origin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
    vary: 'origin',
  })
}
