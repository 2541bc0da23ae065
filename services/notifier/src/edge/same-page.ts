/** Whether a browser's POST comes from the page itself. The bearer token that every command needs is a second wall: no foreign page can send it. */
import { HoldpointError } from '@holdpoint/contracts'
import type { FastifyRequest } from 'fastify'

/** Throws HP_ORIGIN for another page's request. What is no browser sends neither header, and needs its token all the same. */
export function checkSamePage({ headers }: FastifyRequest, address: string): void {
  const site = headers['sec-fetch-site']
  const { origin } = headers
  const isForeign = site !== undefined && site !== 'same-origin'
  const isElsewhere = origin !== undefined && origin !== new URL(address).origin
  if (isForeign || isElsewhere) throw new HoldpointError('HP_ORIGIN')
}
