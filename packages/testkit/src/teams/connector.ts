/** `/teams/v3/…`, and the same for a region: what a bot asks of the Bot Connector. */
import type { IncomingMessage } from 'node:http'
import type { Reply } from './login.ts'
import type { FakeTeams } from './server.ts'

interface Call {
  readonly teams: FakeTeams
  readonly body: Readonly<Record<string, unknown>>
  readonly bytes: number
}

const routes: readonly {
  readonly method: string
  readonly path: RegExp
  readonly answer: (call: Call, conversation: string, id: string) => Reply
}[] = [
  { method: 'POST', path: /^\/(?:teams|emea)\/v3\/conversations()()$/, answer: begin },
  {
    method: 'POST',
    path: /^\/(?:teams|emea)\/v3\/conversations\/([^/]+)\/activities()$/,
    answer: post,
  },
  {
    method: 'PUT',
    path: /^\/(?:teams|emea)\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
    answer: put,
  },
  {
    method: 'GET',
    path: /^\/(?:teams|emea)\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/,
    answer: member,
  },
]

export function connectorReply(
  teams: FakeTeams,
  request: IncomingMessage,
  pathname: string,
  bytes: Buffer,
): Reply {
  teams.counts.calls++
  if (!teams.tokens.isGood(request.headers.authorization)) return error(401, 'Unauthorized')
  if (teams.behaviour === 'error') return error(502, 'ServiceError')
  if (teams.behaviour === 'throttle') return throttled(teams, teams.retryAfterSeconds)
  for (const { method, path, answer } of routes) {
    const found = path.exec(pathname)
    if (found === null || request.method !== method) continue
    const [, conversation = '', id = ''] = found.map(decodeURIComponent)
    if (bytes.length > 0) teams.conversations.sent.push(String(bytes))
    const body = bytes.length === 0 ? {} : JSON.parse(String(bytes))
    return answer({ teams, body, bytes: bytes.length }, conversation, id)
  }
  return error(404, 'NotFound')
}

/** A chat with one person of the tenant; the same one every time. */
function begin({ teams, body }: Call): Reply {
  const { members, tenantId } = body
  const [first] = (members ?? []) as { id: string }[]
  if (first === undefined || tenantId !== teams.tenant) return error(400, 'BadSyntax')
  const known = teams.people.find(
    ({ member: { id, aadObjectId } }) => id === first.id || aadObjectId === first.id,
  )
  if (known === undefined) return error(403, 'BotNotInConversationRoster')
  return { status: 201, body: { id: teams.chatWith(known.member) } }
}

function post(call: Call, conversation: string): Reply {
  const { teams, body, bytes } = call
  const refusal = teams.conversations.refusalOf(conversation, body, bytes)
  if (refusal !== undefined) return error(refusal.status, refusal.code)
  const waitMs = teams.rates.take(conversation)
  if (waitMs > 0) return throttled(teams, Math.ceil(waitMs / 1000))
  teams.counts.posts++
  return { status: 201, body: { id: teams.conversations.add(conversation, body) } }
}

function put({ teams, body, bytes }: Call, conversation: string, id: string): Reply {
  const refusal = teams.conversations.refusalOf(conversation, body, bytes)
  if (refusal !== undefined) return error(refusal.status, refusal.code)
  const message = teams.conversations.message(conversation, id)
  if (message === undefined) return error(404, 'ActivityNotFoundInConversation')
  const waitMs = teams.rates.take(conversation)
  if (waitMs > 0) return throttled(teams, Math.ceil(waitMs / 1000))
  teams.counts.updates++
  teams.conversations.change(message, body)
  return { status: 200, body: { id } }
}

function member({ teams }: Call, conversation: string, id: string): Reply {
  // The roster is the channel's; a thread in it has none.
  if (conversation.includes(';') || !teams.conversations.has(conversation))
    return error(404, 'ConversationNotFound')
  const found = teams.conversations.member(conversation, id)
  return found === undefined
    ? error(404, 'MemberNotFoundInConversation')
    : { status: 200, body: found }
}

function throttled(teams: FakeTeams, seconds: number): Reply {
  teams.counts.throttled++
  return { ...error(429, 'Throttled'), headers: { 'retry-after': String(seconds) } }
}

const error = (status: number, code: string): Reply => ({
  status,
  body: { error: { code, message: code } },
})
