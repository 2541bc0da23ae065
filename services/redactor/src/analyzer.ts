/** A client of Presidio's `POST /analyze`: one text in, spans with types and scores out. Nothing of either is in its errors. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isValid, parseJson } from '@holdpoint/contracts'
import Type from 'typebox'

/** Spans are about 100 bytes each. */
const answerBytesMax = 1024 * 1024
/** A list of objects; some versions explain themselves in one level more. */
const answerDepthMax = 8
/** Idle connections are closed by then: the analyzer's server may close them sooner. */
const idleMsMax = 4000
const okStatus = 200

const Answer = Type.Array(
  Type.Object({
    entity_type: Type.String(),
    start: Type.Integer(),
    end: Type.Integer(),
    score: Type.Number({ minimum: 0, maximum: 1 }),
  }),
)

export interface Span {
  readonly entity: string
  /** In UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly score: number
}

export interface AnalyzerOptions {
  readonly url: string
  /** PEM text. */
  readonly ca?: string
  readonly language: string
  readonly concurrency: number
}

export class Analyzer {
  readonly #options: AnalyzerOptions
  readonly #agent: HttpAgent | HttpsAgent
  readonly #request: typeof httpRequest

  constructor(options: AnalyzerOptions) {
    const isTls = new URL(options.url).protocol === 'https:'
    const pool = { keepAlive: true, maxSockets: options.concurrency, timeout: idleMsMax }
    this.#options = options
    this.#request = isTls ? httpsRequest : httpRequest
    const ca = options.ca === undefined ? {} : { ca: options.ca }
    this.#agent = isTls ? new HttpsAgent({ ...pool, ...ca }) : new HttpAgent(pool)
  }

  /** Undefined where there is no good answer before `signal` is aborted. Never rejects. */
  async analyze(text: string, signal: AbortSignal): Promise<Span[] | undefined> {
    const { language } = this.#options
    try {
      const answer = await this.#post(JSON.stringify({ text, language }), signal)
      return answer && readSpans(answer, text)
    } catch {
      // Network, TLS, not JSON: all of it means no opinion, and any message may quote the text.
      return undefined
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  #post(body: string, signal: AbortSignal): Promise<Buffer | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>()
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const { url } = this.#options
    const options = { method: 'POST', agent: this.#agent, headers, signal }
    const request = this.#request(url, options, (response) => {
      readBody(response).then(resolve, reject)
    })
    request.on('error', reject).end(body)
    return promise
  }
}

async function readBody(response: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    // Leaving the loop destroys the connection.
    if (bytes > answerBytesMax || response.statusCode !== okStatus) return undefined
    chunks.push(chunk)
  }
  return response.statusCode === okStatus ? Buffer.concat(chunks) : undefined
}

function readSpans(answer: Buffer, text: string): Span[] | undefined {
  const spans = parseJson(answer, { bytesMax: answerBytesMax, depthMax: answerDepthMax })
  if (!isValid(Answer, spans)) return undefined
  const unitOf = unitsOf(text)
  return spans.map(({ entity_type: entity, start, end, score }) => ({
    ...{ entity, score },
    start: unitOf(start),
    end: unitOf(end),
  }))
}

/** Python counts code points. */
function unitsOf(text: string): (point: number) => number {
  if (!/[\ud800-\udfff]/.test(text)) return (point) => point
  const units: number[] = []
  let at = 0
  for (const char of text) {
    units.push(at)
    at += char.length
  }
  return (point) => units[point] ?? (point < 0 ? point : at)
}
