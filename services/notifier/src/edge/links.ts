/** `/v1/links`: which accounts of chats are mine, and the page behind a one-time link. Nothing changes on GET; a ticket is looked at by POST, and used by another. */
import { AccountKey, check, linkNonce, strict } from '@holdpoint/contracts'
import { tokenCharsMax } from '@holdpoint/seal'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Links } from '../link/links.ts'
import { callerOfRequest, type ReadDeps } from './approvals.ts'
import { bodyBytesMax } from './command.ts'
import { apiHeaders } from './headers.ts'
import { checkSamePage } from './same-page.ts'

/** 32 bytes as base64url; whatever else it is finds nothing. */
const Ticket = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
const Open = strict({ ticket: Ticket })
/** `token`: an ID token with the nonce that the offer told. */
const Confirm = strict({ ticket: Ticket, token: Type.String({ maxLength: tokenCharsMax }) })
const End = strict({ account: AccountKey })

export interface LinkRouteDeps extends ReadDeps {
  readonly links: Pick<Links, 'accountsOf' | 'offer' | 'confirm' | 'letGo'>
  /** Where the page is. */
  readonly address: string
}

export function linkRoutes(edge: FastifyInstance, deps: LinkRouteDeps): void {
  const { links, address } = deps
  const options = { bodyLimit: bodyBytesMax }
  const caller = async (request: FastifyRequest) => {
    checkSamePage(request, address)
    return (await callerOfRequest(request, deps)).person
  }

  edge.get('/v1/links', async (request, reply) => {
    const { person } = await callerOfRequest(request, deps)
    return reply.headers(apiHeaders).send({ accounts: await links.accountsOf(person.id) })
  })

  edge.post('/v1/links/open', options, async (request, reply) => {
    const { id: person } = await caller(request)
    const offer = await links.offer(check(Open, request.body).ticket)
    const { channel, account } = offer
    return reply.headers(apiHeaders).send({ channel, account, person, nonce: linkNonce(offer) })
  })

  edge.post('/v1/links', options, async (request, reply) => {
    const { id } = await caller(request)
    const { ticket, token } = check(Confirm, request.body)
    return reply.headers(apiHeaders).send(await links.confirm(ticket, token, id))
  })

  edge.post('/v1/links/end', options, async (request, reply) => {
    const person = await caller(request)
    const { account } = check(End, request.body)
    const office = deps.people().offices?.freeze.groups ?? []
    // Nobody is an officer where the policy names no group for it: everybody would be.
    const isOfficer = office.some((group) => person.groups.includes(group))
    await links.letGo(account, person.id, isOfficer)
    return reply.headers(apiHeaders).send({ account })
  })
}
