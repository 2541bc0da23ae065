/** `/v1/freezes`: people stop everything of a scope at once, and let it go again. Answered when every slot has said so. */
import { freezesMax } from '@holdpoint/approval'
import {
  check,
  type ErrorCode,
  freezeCommand,
  freezeKey,
  HoldpointError,
  isMasked,
  orderNonce,
  Scope,
  slotOf,
  strict,
  Text,
  thawCommand,
} from '@holdpoint/contracts'
import { tokenCharsMax } from '@holdpoint/seal'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { hasFollowed, type SlotFreezes, type Standing, standings } from '../freezes.ts'
import type { Caller } from '../person.ts'
import { resultWaitMs, seenOnce } from '../waiting.ts'
import { callerOfRequest, type ReadDeps, slotFreezes } from './approvals.ts'
import {
  bodyBytesMax,
  type Command,
  type CommandDeps,
  commandOf,
  type Refusal,
  refusalOf,
  type Said,
} from './command.ts'
import { apiHeaders } from './headers.ts'

const why = {
  reason: Text,
  /** ID token minted for this order: its nonce is `orderNonce({freeze: scope})` or `orderNonce({thaw: id})`. */
  token: Type.Optional(Type.String({ maxLength: tokenCharsMax })),
}
const Freezing = strict({ scope: Scope, ...why })
const Thawing = strict(why)

const refusalRules: Partial<Record<ErrorCode, string>> = {
  HP_OWN_ACTION: 'who answers for the agent may stop it, and not set it free',
  HP_NOT_ENTITLED: 'the policy lets others freeze or thaw',
  HP_PERSON_UNPROVEN: 'the token did not convince the gate',
}

export interface FreezeDeps extends CommandDeps {
  /** Whether the redaction engine finds nothing in a text. */
  readonly isPlain: (text: string) => boolean
}

export function freezeRoutes(edge: FastifyInstance, deps: FreezeDeps): void {
  edge.get('/v1/freezes', async (request, reply) => {
    const caller = await callerOfRequest(request, deps)
    const slots = await slotFreezes(deps)
    const freezes = standings(slots).map((standing) => shown(standing, caller, deps))
    const you = { person: caller.person.id, canFreeze: holds('freeze', caller, deps) }
    return reply.headers(apiHeaders).send({ freezes, slots: slots.length, you })
  })

  edge.post('/v1/freezes', { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const caller = await callerOfRequest(request, deps)
    const { scope, ...given } = check(Freezing, request.body)
    checkPlain(scope, deps)
    const nonce = orderNonce({ freeze: scope })
    const said = { type: freezeCommand, key: freezeKey, says: { scope }, nonce, ...given }
    const { id, confirmed, slots } = await order(request, caller, said, deps)
    const standing = standings(slots).find((each) => each.id === id)
    const inForce = standing?.inForce ?? false
    return answer(reply, { id, scope, inForce }, confirmed, slots)
  })

  edge.post('/v1/freezes/:id/thaw', { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const caller = await callerOfRequest(request, deps)
    const { id: freeze } = request.params as { id: string }
    const given = check(Thawing, request.body)
    const nonce = orderNonce({ thaw: freeze })
    const said = { type: thawCommand, key: freezeKey, says: { freeze }, nonce, ...given }
    const { confirmed, slots } = await order(request, caller, said, deps)
    const thawed = confirmed === slots.length
    return answer(reply, { id: freeze, thawed }, confirmed, slots)
  })
}

/** 202 while slots are missing: it is decided, and the rest will follow; the same request under the same key says how far it is. */
function answer(
  reply: FastifyReply,
  body: object,
  confirmed: number,
  { length }: readonly unknown[],
) {
  const status = confirmed === length ? 200 : 202
  return reply
    .status(status)
    .headers(apiHeaders)
    .send({ ...body, confirmed, slots: length })
}

interface Ordered {
  /** Of the command; of a freeze as well. */
  readonly id: string
  /** How many slots have followed. */
  readonly confirmed: number
  readonly slots: readonly (SlotFreezes | undefined)[]
}

/** Throws the gate's refusal, or HP_TIMEOUT where no slot has said anything: then it may still take effect. */
async function order(
  request: FastifyRequest,
  caller: Caller,
  said: Said,
  deps: CommandDeps,
): Promise<Ordered> {
  const command = await commandOf(request, caller, said, deps)
  const { commandId: id } = command
  await followed(command, said, deps)
  const slots = await slotFreezes(deps)
  const confirmed = countFollowed(slots, id)
  if (confirmed === 0) throw new HoldpointError('HP_TIMEOUT', { waitedMs: resultWaitMs })
  return { id, confirmed, slots }
}

/** Until every slot has followed, or too long. */
async function followed({ commandId, write }: Command, said: Said, deps: CommandDeps) {
  const { projection, slotCount } = deps
  const count = async () => countFollowed(await slotFreezes(deps), commandId)
  const look = async () => {
    const confirmed = await count()
    if (confirmed > 0) return confirmed === slotCount || undefined
    const result = await projection.result(slotOf(freezeKey, slotCount), commandId)
    if (result?.ok === false) throw refusalOf(result, said, meaning(said, deps))
    return undefined
  }
  const act = async () => {
    // What one slot has followed all others will, and a refusal under this key stands.
    const isKnown = (await look()) !== undefined || (await count()) > 0
    if (!isKnown) await write()
  }
  await seenOnce({ projection, isMine: () => true, look, act }, deps)
}

function meaning({ type }: Said, { people }: CommandDeps): Refusal {
  const office = people().offices?.[type === freezeCommand ? 'freeze' : 'thaw']
  const needed = office?.assurance ?? 'sso'
  return { rules: refusalRules, details: { needed, limit: freezesMax, freeze: 'with this id' } }
}

const countFollowed = (slots: readonly (SlotFreezes | undefined)[], commandId: string): number =>
  slots.filter((slot) => slot && hasFollowed(slot, commandId)).length

/** A scope stays in facts for ever, so nothing that would be masked may stand in it; and what is masked names no target. */
function checkPlain(scope: Scope, { isPlain }: FreezeDeps): void {
  const texts = Object.entries('target' in scope ? scope.target : scope)
  for (const [name, text] of texts) {
    if (typeof text !== 'string' || (isPlain(text) && !isMasked(text))) continue
    const field = 'target' in scope ? `/scope/target/${name}` : `/scope/${name}`
    throw new HoldpointError('HP_NAME_SENSITIVE', { field })
  }
}

/** A forecast for the page; the gate judges when the command comes. */
function shown(standing: Standing, caller: Caller, deps: ReadDeps) {
  const { scope } = standing
  const { person } = caller
  const isOwn =
    'agent' in scope && deps.people().directory.agentSide(scope.agent).includes(person.id)
  return { ...standing, canThaw: !isOwn && holds('thaw', caller, deps) }
}

/** Whether the policy lets this person give such orders; where it is not known here, who asks finds out. */
function holds(office: 'freeze' | 'thaw', { person }: Caller, { people }: ReadDeps): boolean {
  const { groups } = people().offices?.[office] ?? { groups: [] }
  return groups.length === 0 || groups.some((group) => person.groups.includes(group))
}
