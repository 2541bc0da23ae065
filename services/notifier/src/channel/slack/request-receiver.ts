/** Signed requests over HTTP, on the notifier's own edge. Answered once the vote is written; where that takes too long, Slack tells the person that it did not work. */
import { createHash } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'
import type { Secret } from '@holdpoint/seal'
import { rawBody, type SystemTime } from '@holdpoint/service'
import type { App, Receiver } from '@slack/bolt'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Shelf } from '../../shelf/port.ts'
import { checkSignature, signatureAgeSecondsMax } from './signature.ts'

/** A payload holds the whole message and the form. */
const bodyBytesMax = 512 * 1024
/** Slack has given up long before. */
const answerMsMax = 10_000
/** A signature is good for twice its age: from one end of the window to the other. */
const rememberMs = 2 * signatureAgeSecondsMax * 1000
const form = 'application/x-www-form-urlencoded'

export interface RequestDeps {
  readonly name: string
  readonly signingSecret: Secret
  readonly time: Pick<SystemTime, 'clock' | 'sleep'>
  /** Remembers what was brought, for all replicas. */
  readonly shelf: Pick<Shelf, 'putNew'>
}

export class RequestReceiver implements Receiver {
  readonly #deps: RequestDeps
  #app: App | undefined

  constructor(deps: RequestDeps) {
    this.#deps = deps
  }

  init(app: App): void {
    this.#app = app
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  /** `POST /slack/<name>` */
  routes(edge: FastifyInstance): void {
    edge.register(async (scope) => {
      scope.addContentTypeParser(
        form,
        { parseAs: 'buffer' },
        async (_: unknown, bytes: Buffer) => bytes,
      )
      scope.post(`/slack/${this.#deps.name}`, { bodyLimit: bodyBytesMax }, (request, reply) =>
        this.#take(request, reply),
      )
    })
  }

  async #take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { signingSecret, time, shelf, name } = this.#deps
    const body = Buffer.isBuffer(request.body) ? request.body : rawBody(request)
    const signature = checkSignature(
      { headers: request.headers, body },
      signingSecret,
      time.clock(),
    )
    const key = createHash('sha256').update(signature).digest('base64url')
    if (!(await shelf.putNew(`slack:${name}:${key}`, '1', rememberMs))) {
      throw new HoldpointError('HP_AUTH', { rule: 'the request was brought before' })
    }
    const challenge = challengeOf(request.body)
    if (challenge !== undefined) return reply.send({ challenge })
    const answer = await this.#handled(payloadOf(body))
    return answer === undefined ? reply.code(200).send() : reply.send(answer)
  }

  /** What Slack is told: as soon as a listener acknowledges. Throws HP_UNAVAILABLE where none does. */
  async #handled(body: Record<string, unknown>): Promise<object | undefined> {
    const { promise, resolve } = Promise.withResolvers<{ said?: object }>()
    const ack = async (said?: unknown) =>
      resolve(typeof said === 'object' && said !== null ? { said } : {})
    const done = this.#app?.processEvent({ body, ack }) ?? Promise.resolve()
    const silence = Promise.race([done, this.#deps.time.sleep(answerMsMax)]).then(() => undefined)
    const acknowledged = await Promise.race([promise, silence])
    if (acknowledged === undefined) throw new HoldpointError('HP_UNAVAILABLE', { what: 'the gate' })
    return acknowledged.said
  }
}

/** How Slack tries an address when an app is set up. */
function challengeOf(body: unknown): string | undefined {
  const { type, challenge } = (body ?? {}) as { type?: unknown; challenge?: unknown }
  return type === 'url_verification' && typeof challenge === 'string' ? challenge : undefined
}

function payloadOf(body: Buffer): Record<string, unknown> {
  const payload = new URLSearchParams(body.toString()).get('payload')
  const invalid = new HoldpointError('HP_FIELD_INVALID', {
    ...{ field: 'payload', rule: 'must be the JSON of an interaction' },
  })
  if (payload === null) throw invalid
  try {
    const value: unknown = JSON.parse(payload)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    throw invalid
  }
  throw invalid
}
