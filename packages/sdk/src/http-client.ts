/** One HTTP request to an edge and what its answer means. Plain fetch; answers are bounded, redirects are not followed, errors get their code back. */
import { type ErrorCode, errors, HoldpointError, parseJson } from '@holdpoint/contracts'

/** Longest answer that is no wait: a command that meets a takeover is answered within 10 s. */
const answerWithinMs = 15_000
/** Twenty grants with their sealed originals stay below this. */
const answerBytesMax = 16 * 1024 * 1024
const answerDepthMax = 128
const messageCharsMax = 500

export interface HttpCall {
  readonly method: 'GET' | 'POST'
  /** Base address of the service, e.g. `https://gate.example`; a path in it is kept. */
  readonly base: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** What the edge was asked to wait before it answers. */
  readonly waitMs?: number
  readonly signal?: AbortSignal
}

/** The body of an answer that says yes. Rejects with the edge's own HoldpointError, or HP_UNAVAILABLE where there was no answer of an edge. */
export async function call(fetch: typeof globalThis.fetch, call: HttpCall): Promise<Buffer> {
  const { method, base, path, headers = {}, body, waitMs = 0, signal } = call
  const url = new URL(base.replace(/\/$/, '') + path)
  const patience = AbortSignal.timeout(waitMs + answerWithinMs)
  const unavailable = (cause?: unknown) =>
    new HoldpointError('HP_UNAVAILABLE', { what: url.host }, cause)
  let response: Response
  let bytes: Buffer
  try {
    response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
    })
    bytes = await readBounded(response)
  } catch (cause) {
    if (signal?.aborted) throw signal.reason
    if (cause instanceof HoldpointError) throw cause
    throw unavailable(cause)
  }
  if (response.ok) return bytes
  throw problemOf(bytes, response.status) ?? unavailable()
}

/** The JSON of an answer. */
export function readJson(bytes: Buffer): unknown {
  return parseJson(bytes, { bytesMax: answerBytesMax, depthMax: answerDepthMax })
}

async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > answerBytesMax) {
      throw new HoldpointError('HP_TOO_LARGE', { bytes, limit: answerBytesMax })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * The error that the edge named (RFC 9457 with our code). What is fatal there is only unavailable here. Without a code of ours: something between us and the
 * edge answered, and a refusal of that kind does not go away by itself.
 */
function problemOf(bytes: Buffer, status: number): HoldpointError | undefined {
  const { code, title, field } = problemIn(bytes)
  if (code === undefined) {
    if (status >= 500 || status === 429 || status === 408) return undefined
    return status === 404
      ? new HoldpointError('HP_ROUTE')
      : new HoldpointError('HP_AUTH', { rule: `HTTP ${status} from something that is no edge` })
  }
  if (errors[code].kind === 'fatal') return undefined
  const error = new HoldpointError(code, typeof field === 'string' ? { field } : {})
  // The details stayed there; the sentence made from them came along.
  if (typeof title === 'string') error.message = title.slice(0, messageCharsMax)
  return error
}

function problemIn(bytes: Buffer): { code?: ErrorCode; title?: unknown; field?: unknown } {
  let problem: unknown
  try {
    problem = readJson(bytes)
  } catch {
    return {}
  }
  if (typeof problem !== 'object' || problem === null) return {}
  const { code, title, field } = problem as Record<string, unknown>
  return isErrorCode(code) ? { code, title, field } : {}
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errors, code)
}
