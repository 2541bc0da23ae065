/**
 * Stands for Presidio's analyzer: `POST /analyze` as its own server answers it (`{text, language}` in; a list of `{entity_type, start, end, score,
 * analysis_explanation}` out, positions in code points; errors as `{error}`), and in the ways in which a server can fail.
 */
import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from './certificate.ts'

/** `hang`: takes the request and never answers. `cut`: closes the connection in the middle of an answer. */
export type PresidioBehaviour = 'answer' | 'hang' | 'cut' | 'error' | 'not-json' | 'odd' | 'huge'

export interface FakePresidio {
  readonly url: string
  /** Texts that it was asked about. */
  readonly asked: string[]
  /** Requests under way at the same time, at most. */
  readonly atOnceMax: number
  /** May be changed at any time. */
  behaviour: PresidioBehaviour
  close(): Promise<void>
}

export interface FakePresidioOptions {
  /** Words that it takes for something, by its own names of types. */
  readonly finds: Readonly<Record<string, readonly string[]>>
  readonly tls?: Certificate
  /** How long it thinks. Default: not at all. */
  readonly think?: () => Promise<void>
}

const score = 0.85
const hugeBytes = 3 * 1024 * 1024

export async function fakePresidio(options: FakePresidioOptions): Promise<FakePresidio> {
  const asked: string[] = []
  const seen = { now: 0, max: 0 }
  const fake: { behaviour: PresidioBehaviour } = { behaviour: 'answer' }
  const listener: RequestListener = async (request, response) => {
    seen.max = Math.max(seen.max, ++seen.now)
    response.once('close', () => seen.now--)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url !== '/analyze') return say(404, { error: 'Not Found' })
    if (request.method !== 'POST') return say(405, { error: 'Method Not Allowed' })
    if (request.headers['content-type'] !== 'application/json')
      return say(415, { error: 'Unsupported Media Type' })
    const { text, language } = JSON.parse(String(Buffer.concat(chunks)))
    if (!text) return say(500, { error: 'No text provided' })
    if (!language) return say(500, { error: 'No language provided' })
    asked.push(text)
    await options.think?.()
    switch (fake.behaviour) {
      case 'answer':
        if (language !== 'en') return say(500, { error: 'No matching recognizers' })
        return say(200, spansOf(text, options.finds))
      case 'hang':
        return undefined
      case 'cut':
        response.writeHead(200, { 'content-length': '100' }).write('[{"entity_type"')
        return setImmediate(() => response.destroy())
      case 'error':
        return say(500, { error: `cannot analyze ${text}` })
      case 'not-json':
        return response.end(`<html>${text}</html>`)
      case 'odd':
        return say(200, [{ entity_type: 'PERSON', start: '0', end: 4 }])
      case 'huge':
        return response.end(`["${'x'.repeat(hugeBytes)}"]`)
    }
  }
  const server = options.tls
    ? createHttpsServer({ ...options.tls }, listener)
    : createHttpServer(listener)
  const url = await listen(server, options.tls ? 'https' : 'http')
  return {
    url,
    asked,
    get atOnceMax() {
      return seen.max
    },
    get behaviour() {
      return fake.behaviour
    },
    set behaviour(behaviour) {
      fake.behaviour = behaviour
    },
    close: () => close(server),
  }
}

/** As Python counts: an emoji is one. */
function spansOf(text: string, finds: FakePresidioOptions['finds']): object[] {
  const points = (end: number) => [...text.slice(0, end)].length
  return Object.entries(finds).flatMap(([entity_type, words]) =>
    words.flatMap((word) =>
      [...text.matchAll(new RegExp(RegExp.escape(word), 'g'))].map(({ index }) => ({
        analysis_explanation: null,
        end: points(index + word.length),
        entity_type,
        score,
        start: points(index),
      })),
    ),
  )
}

async function listen(server: Server, scheme: string): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/analyze`
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
