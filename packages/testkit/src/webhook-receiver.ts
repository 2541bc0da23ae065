/**
 * A real HTTPS server that receives Standard Webhooks as a customer's would: verified by the reference implementation (`v1`) and by the platform's Ed25519
 * (`v1a`), each message taken once, whatever is answered chosen by the test.
 */
import { createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { selfSigned } from './certificate.ts'

const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

export interface ReceivedWebhook {
  readonly id: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** Schemes of its signatures that are right. */
  readonly schemes: readonly string[]
}

export interface WebhookAnswer {
  /** Absent: no answer at all, until the receiver stops. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

export interface WebhookReceiver {
  /** `https://127.0.0.1:<port>/hook` */
  readonly url: string
  /** PEM of the only authority that its certificate is of. */
  readonly ca: string
  /** Every request, repeats included, signed or not. */
  readonly requests: readonly ReceivedWebhook[]
  /** What a customer would act on: signed, and each id once. */
  messages(): readonly { readonly id: string; readonly type: string; readonly data: unknown }[]
  /** Called for each request; default: 204 where it is signed, 401 where not. */
  answer: (request: ReceivedWebhook) => WebhookAnswer
  /** Connections that were opened, also those without a request. */
  readonly connectionCount: number
  stop(): Promise<void>
}

/** `secrets`: `whsec_…` or `whpk_…`; any of them is enough. `port`: a former one, to come back where it was. */
export async function webhookReceiver(
  secrets: readonly string[],
  { port = 0, certificate = selfSigned() } = {},
): Promise<WebhookReceiver> {
  const requests: ReceivedWebhook[] = []
  let connectionCount = 0
  const server = createServer({ cert: certificate.cert, key: certificate.key })
  const receiver: WebhookReceiver = {
    get url() {
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    },
    ca: certificate.cert,
    requests,
    messages: () => messagesOf(requests),
    answer: ({ schemes }) => ({ status: schemes.length > 0 ? 204 : 401 }),
    get connectionCount() {
      return connectionCount
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  server.on('connection', () => {
    connectionCount += 1
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void read(request, secrets).then((received) => {
      requests.push(received)
      const { status, headers } = receiver.answer(received)
      if (status !== undefined) response.writeHead(status, headers).end()
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return receiver
}

async function read(
  request: IncomingMessage,
  secrets: readonly string[],
): Promise<ReceivedWebhook> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const schemes = secrets.flatMap((secret) => {
    if (secret.startsWith('whpk_')) return isSigned(secret, headers, text) ? ['v1a'] : []
    return isSecretly(secret, headers, text) ? ['v1'] : []
  })
  return { id: headers['webhook-id'] ?? '', path: request.url ?? '', headers, text, schemes }
}

type Headers = ReceivedWebhook['headers']

function isSecretly(secret: string, headers: Headers, text: string): boolean {
  try {
    new Webhook(secret).verify(text, headers)
    return true
  } catch {
    return false
  }
}

function isSigned(publicKey: string, headers: Headers, text: string): boolean {
  const raw = Buffer.from(publicKey.slice('whpk_'.length), 'base64')
  const der = Buffer.concat([spkiHead, raw])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': all = '' } = headers
  const bytes = Buffer.from(`${id}.${at}.${text}`)
  return all
    .split(' ')
    .filter((one) => one.startsWith('v1a,'))
    .some((one) => verify(null, bytes, key, Buffer.from(one.slice('v1a,'.length), 'base64')))
}

function messagesOf(requests: readonly ReceivedWebhook[]): ReturnType<WebhookReceiver['messages']> {
  const first = new Map<string, ReceivedWebhook>()
  for (const request of requests) {
    if (request.schemes.length > 0 && !first.has(request.id)) first.set(request.id, request)
  }
  return [...first.values()].map(({ id, text }) => ({ id, ...JSON.parse(text) }))
}
