/** Bodies of requests: strict JSON like everything else that comes in, with the bytes kept for signatures and for handing on. */
import { parseJson } from '@holdpoint/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** JSON, and a structured CloudEvent. */
const jsonTypes = ['application/json', 'application/cloudevents+json']

const rawBodies = new WeakMap<FastifyRequest, Buffer>()

/** The body as it was sent; empty where there was none. */
export function rawBody(request: FastifyRequest): Buffer {
  return rawBodies.get(request) ?? Buffer.alloc(0)
}

/** Makes `request.body` the strictly parsed value. Bodies of other content types are refused with HP_MEDIA_TYPE. */
export function parseBodies(edge: FastifyInstance, depthMax: number): void {
  edge.removeAllContentTypeParsers()
  edge.addContentTypeParser(
    jsonTypes,
    { parseAs: 'buffer' },
    // An async function, so that a refusal becomes the answer.
    async (request: FastifyRequest, bytes: Buffer) => {
      rawBodies.set(request, bytes)
      if (bytes.length === 0) return undefined
      // The server has enforced the limit of this route while reading.
      return parseJson(bytes, { bytesMax: bytes.length, depthMax })
    },
  )
}
