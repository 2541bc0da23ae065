/**
 * `/m/<channel>/<token>`: the pages behind the link in a mail. GET and HEAD change nothing and show nothing of the action, whoever fetches them how often; a code
 * typed by hand shows the action, and only the POST after that decides.
 */
import { createHash } from 'node:crypto'
import { type Digest, HoldpointError, isHoldpointError, type Verdict } from '@holdpoint/contracts'
import { sameBytes } from '@holdpoint/seal'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Card } from '../../card/card.ts'
import type { Answer, Inbox } from '../port.ts'
import { answerPage, cardPage, codePage, doorPage, type Form } from './page.ts'
import type { Ticket, Tickets } from './ticket.ts'

/** A reason of 4,096 characters as a form encodes it, and the rest. */
const formBytesMax = 64 * 1024
const reasonCharsMax = 4096
const csrfLabel = 'holdpoint.mail-form.v1\0'

/** No script at all; nothing from elsewhere; in nobody's frame; and the token in the address is told to nobody. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const

export interface PagePorts {
  readonly channel: string
  readonly tickets: Tickets
  readonly inbox: Inbox
  /** Sends a code to the mailbox; false: it could not be sent now. */
  readonly sendCode: (ticket: Ticket, code: string) => Promise<boolean>
  /** Kills what other mails to this mailbox hold for the action. */
  readonly spend: (ticket: Ticket) => Promise<void>
  /** Where people sign in to look at this action. */
  readonly linkOf: (ticket: Ticket) => string
}

interface Visit extends Form {
  readonly token: string
  readonly ticket: Ticket
}

export const pagePath = (channel: string, token: string): string => `/m/${channel}/${token}`

export function mailPages(edge: FastifyInstance, ports: PagePorts): void {
  const at = pagePath(ports.channel, ':token')
  void edge.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formBytesMax },
      async (_request: FastifyRequest, text: string) => new URLSearchParams(text),
    )
    scope.addHook('onRequest', async (_, reply) => {
      reply.headers(pageHeaders)
    })
    scope.setErrorHandler((error, _request, reply) => showError(error, reply))
    scope.get(at, async (request, reply) => {
      const visit = await visitOf(request, ports)
      return reply.send(doorPage(visit, ports.linkOf(visit.ticket)))
    })
    scope.post(`${at}/code`, (request, reply) => sendCode(request, reply, ports))
    scope.post(`${at}/open`, (request, reply) => open(request, reply, ports))
    scope.post(`${at}/decide`, (request, reply) => decide(request, reply, ports))
  })
}

async function sendCode(request: FastifyRequest, reply: FastifyReply, ports: PagePorts) {
  const { visit } = await postOf(request, ports)
  const code = await ports.tickets.newCode(visit.token)
  if (code === undefined) {
    const text = 'Too many codes were asked for. Wait an hour, or sign in to the console.'
    return reply.code(429).send(answerPage('No more codes', text, ports.linkOf(visit.ticket)))
  }
  if (await ports.sendCode(visit.ticket, code)) return reply.send(codePage(visit))
  const text = 'The code could not be sent now. Try again, or sign in to the console.'
  return reply.code(503).send(answerPage('No code was sent', text, ports.linkOf(visit.ticket)))
}

async function open(request: FastifyRequest, reply: FastifyReply, ports: PagePorts) {
  const { visit, fields } = await postOf(request, ports)
  const pass = await ports.tickets.redeem(visit.token, fields.get('code') ?? '')
  if (pass !== undefined) {
    const card = await cardFor(visit, ports)
    if (card === undefined) return offerLink(visit, reply, ports)
    return reply.send(cardPage(card, { ...visit, pass }))
  }
  return reply.code(403).send(codePage(visit, 'That is not the code, or it is too old.'))
}

async function decide(request: FastifyRequest, reply: FastifyReply, ports: PagePorts) {
  const { visit, fields } = await postOf(request, ports)
  const { token, ticket } = visit
  const pass = fields.get('pass') ?? ''
  if (!(await ports.tickets.isPass(token, pass))) {
    return reply.code(403).send(codePage(visit, 'This page is too old: ask for another code.'))
  }
  const card = await cardFor(visit, ports)
  if (card === undefined) return offerLink(visit, reply, ports)
  const presented = fields.get('presented')
  const again = (complaint: string) => cardPage(card, { ...visit, pass, complaint })
  if (presented !== card.presented) {
    return reply.code(409).send(again('This is not what you were shown before: look at it again.'))
  }
  const verdict = verdictOf(fields.get('verdict'))
  const reason = (fields.get('reason') ?? '').trim()
  if (reason.length > reasonCharsMax) throw invalid('reason', 'is too long')
  if (card.reasonRequired && reason === '') {
    return reply.code(422).send(again('A reason is required.'))
  }
  const { answer } = await ports.inbox.press({
    ...{ account: accountOf(ticket), verifiedEmail: ticket.address },
    ...{ actionId: ticket.actionId, verdict, presented: presented as Digest },
    isComplete: ![...card.rows, ...card.forWhom].some((row) => row.isCut),
    ...(reason === '' ? {} : { reason }),
    pressId: pressIdOf(token, verdict),
  })
  return showAnswer(await answer, verdict, ticket, reply, ports)
}

async function showAnswer(
  answer: Answer,
  verdict: Verdict,
  ticket: Ticket,
  reply: FastifyReply,
  ports: PagePorts,
) {
  if (answer.kind === 'refused') {
    const page = answerPage(
      'This was not counted',
      answer.text,
      answer.link ?? ports.linkOf(ticket),
    )
    return reply.code(409).send(page)
  }
  await ports.spend(ticket)
  const title = verdict === 'approve' ? 'Your approval is recorded' : 'Your denial is recorded'
  return reply.send(answerPage(title, `The action is now: ${answer.card.mark}.`, answer.card.link))
}

/** The stable key of a mailbox; identifies nobody before a link or the directory says so. */
export const accountOf = ({ address }: Pick<Ticket, 'address'>): string => `mail:${address}`

/** A ticket that lives. Who comes with it may be anybody yet. */
async function visitOf(request: FastifyRequest, ports: PagePorts): Promise<Visit> {
  const { token } = request.params as { token: string }
  const ticket = await ports.tickets.find(token)
  if (ticket === undefined) throw new HoldpointError('HP_ROUTE')
  return { token, ticket, path: pagePath(ports.channel, token), csrf: csrfOf(token) }
}

/** Of nobody whom the directory knows: somebody signed in can say that the mailbox is theirs. */
async function offerLink({ ticket }: Visit, reply: FastifyReply, { inbox }: PagePorts) {
  const link = await inbox.linkFor(accountOf(ticket))
  const text = 'This mailbox is not linked to anybody yet. Sign in once to say that it is yours.'
  return reply.code(403).send(answerPage('Whose mailbox is this?', text, link))
}

/** Only for who has shown that the mailbox is theirs; undefined: it is nobody's. */
async function cardFor({ ticket }: Visit, { inbox }: PagePorts): Promise<Card | undefined> {
  const { address, actionId } = ticket
  const card = await inbox.look(accountOf(ticket), actionId, address)
  if (card === undefined) return undefined
  if (card.state === 'pending' || card.state === 'frozen') return card
  throw new HoldpointError('HP_ACTION_CLOSED', { status: card.state })
}

async function postOf(
  request: FastifyRequest,
  ports: PagePorts,
): Promise<{ visit: Visit; fields: URLSearchParams }> {
  const { 'sec-fetch-site': site, origin } = request.headers
  const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
  const { token } = request.params as { token: string }
  const given = Buffer.from(fields.get('csrf') ?? '')
  const isOurs = sameBytes(given, Buffer.from(csrfOf(token)))
  // Without referrers the origin of our own forms is `null`; where a browser says more, it must be us.
  const isForeign = (site ?? 'same-origin') !== 'same-origin' || isOther(origin, request)
  if (!isOurs || isForeign) {
    throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'send the form of this page' })
  }
  return { visit: await visitOf(request, ports), fields }
}

function isOther(origin: string | undefined, { host }: FastifyRequest): boolean {
  if (origin === undefined || origin === 'null') return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

function verdictOf(text: string | null): Verdict {
  if (text === 'approve' || text === 'deny') return text
  throw invalid('verdict', 'must be approve or deny')
}

function showError(error: unknown, reply: FastifyReply): FastifyReply {
  if (!isHoldpointError(error) || error.code === 'HP_INTERNAL') throw error
  const { status } = error.toProblem()
  reply.headers(pageHeaders)
  switch (error.code) {
    case 'HP_ROUTE':
      return reply
        .code(404)
        .send(answerPage('This link is not good any more', 'Sign in to the console to see more.'))
    case 'HP_ACTION_CLOSED':
      return reply
        .code(410)
        .send(answerPage('This has been decided', 'Sign in to the console to see how.'))
    default:
      return reply.code(status).send(answerPage('This did not work', `${error.message}.`))
  }
}

const invalid = (field: string, rule: string) =>
  new HoldpointError('HP_FIELD_INVALID', { field, rule })

/** The same press brought twice is one vote. */
const pressIdOf = (token: string, verdict: Verdict): string =>
  createHash('sha256').update(`holdpoint.mail-press.v1\0${token} ${verdict}`).digest('base64url')

const csrfOf = (token: string): string =>
  createHash('sha256').update(csrfLabel).update(token).digest('base64url')
