/** One POST to an address that was looked at: no redirects, no connection of another request, bounded in time and in what is read. */
import type { LookupAddress } from 'node:dns'
import { request } from 'node:https'

/** Of the answer only status and one header count; the rest is read so far, so that an honest connection closes in order. */
const answerBytesMax = 64 * 1024

export interface PostOptions {
  readonly url: URL
  /** Connected to; the name in the URL is what the certificate must be of. */
  readonly address: LookupAddress
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly signal: AbortSignal
  /** PEM; the platform's authorities where absent. */
  readonly ca?: string
}

export type Posted =
  | { readonly status: number; readonly retryAfter?: string }
  /** No answer: a fixed word for what failed. */
  | { readonly failed: 'CONNECT' | 'TLS' | 'TIMEOUT' }

/** Never rejects: whatever goes wrong with a stranger's server is an answer. */
export function post({ url, address, headers, body, signal, ca }: PostOptions): Promise<Posted> {
  const { promise, resolve } = Promise.withResolvers<Posted>()
  const sent = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length },
    // Neither kept nor shared: a connection is to one looked-at address, for one request.
    agent: false,
    lookup: (_host, options, callback) => {
      if (options.all) callback(null, [address])
      else callback(null, address.address, address.family)
    },
    signal,
    ...(ca === undefined ? {} : { ca }),
  })
  sent.on('response', (answer) => {
    const retryAfter = answer.headers['retry-after']
    const status = answer.statusCode ?? 0
    resolve(retryAfter === undefined ? { status } : { status, retryAfter })
    let bytes = 0
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > answerBytesMax) sent.destroy()
    })
    answer.on('error', () => undefined)
  })
  sent.on('error', (error) => resolve({ failed: wordOf(error) }))
  sent.end(body)
  return promise
}

function wordOf(error: Error & { readonly code?: string }): 'CONNECT' | 'TLS' | 'TIMEOUT' {
  const code = error.code ?? ''
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || code === 'ABORT_ERR') {
    return 'TIMEOUT'
  }
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code) ? 'TLS' : 'CONNECT'
}
