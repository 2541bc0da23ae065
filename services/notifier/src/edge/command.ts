/** What all commands of people have in common: who gives it, with which proof, under which key; written to Kafka, the same again for the same request. */
import { type ErrorCode, errors, HoldpointError, textCharsMax } from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import { idempotencyKey } from '@holdpoint/service'
import type { FastifyRequest } from 'fastify'
import { type CommandWriter, commandRecord, personCommandId } from '../command-record.ts'
import { type Caller, proven } from '../person.ts'
import type { CommandResult } from '../projection/port.ts'
import type { Patience } from '../waiting.ts'
import type { ReadDeps } from './approvals.ts'

/** A token, a reason and the rest, with room for escapes. */
export const bodyBytesMax = 64 * 1024

export interface CommandDeps extends ReadDeps, Patience, CommandWriter {
  readonly bus: Bus
  /** Masks what a person typed, before it goes anywhere. */
  readonly maskText: (text: string, scope: string) => string
  readonly newKey: () => string
}

export interface Said {
  /** Event type of the command. */
  readonly type: string
  /** Key of its record; its slot decides. Values are masked alike within it. */
  readonly key: string
  /** What the person says, and about what: makes it another command. */
  readonly says: Readonly<Record<string, unknown>>
  /** What follows from the edge, and not from the person. */
  readonly beside?: Readonly<Record<string, unknown>> | undefined
  readonly reason?: string | undefined
  readonly token?: string | undefined
  /** That the token must have been minted for. */
  readonly nonce: string
}

export interface Command {
  readonly commandId: string
  readonly write: () => Promise<void>
}

export interface Refusal {
  /** What a code means for the person who asked. */
  readonly rules: Partial<Record<ErrorCode, string>>
  readonly details: Readonly<Record<string, string | number>>
}

export interface Giver {
  /** Directory id. */
  readonly person: string
  readonly channel: string
  /** The same again under it is the same command. */
  readonly requestKey: string
}

/** Throws what is wrong with the request. Nothing is written yet. */
export async function commandOf(
  request: FastifyRequest,
  caller: Caller,
  said: Said,
  deps: CommandDeps,
): Promise<Command> {
  await checkToken(said, caller, deps)
  const channel = request.headers['sec-fetch-site'] === 'same-origin' ? 'console' : 'api'
  const requestKey = idempotencyKey(request.headers) ?? deps.newKey()
  return commandBy({ person: caller.person.id, channel, requestKey }, said, deps)
}

/** Of a person whose word has been checked. */
export function commandBy(
  { person, channel, requestKey }: Giver,
  said: Said,
  deps: CommandDeps,
): Command {
  const { type, key, token } = said
  const who = { person, ...said.says }
  const reason = masked(said, deps)
  const commandId = personCommandId(type, who, requestKey)
  const command = {
    ...{ ...who, ...said.beside, channel },
    ...(reason === undefined ? {} : { reason }),
    ...(token === undefined ? {} : { token }),
  }
  const write = async () => {
    const envelope = { type, key, commandId, nowMs: deps.clock() }
    await deps.bus.send([commandRecord(command, envelope, deps)])
  }
  return { commandId, write }
}

/** The gate's code, in words. */
export function refusalOf(
  { code: given, field }: Extract<CommandResult, { readonly ok: false }>,
  { token }: Pick<Said, 'token'>,
  { rules, details }: Refusal,
): HoldpointError {
  const code: ErrorCode = given in errors ? (given as ErrorCode) : 'HP_INTERNAL'
  return new HoldpointError(code, {
    ...details,
    rule: rules[code] ?? 'by the rules in force',
    given: token === undefined ? 'chat' : 'sso',
    ...(field === undefined ? {} : { field }),
  })
}

function masked({ reason, key }: Said, { maskText }: CommandDeps): string | undefined {
  const text = reason === undefined ? undefined : maskText(reason, key)
  if (text !== undefined && text.length > textCharsMax) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: '/reason',
      rule: `has more than ${textCharsMax} characters when masked`,
    })
  }
  return text
}

/** The gate checks it again; here it is refused early, with words, and never for somebody else. */
async function checkToken(
  { token, nonce }: Said,
  { person }: Caller,
  { people, clock }: CommandDeps,
): Promise<void> {
  if (token === undefined) return
  const signed = await proven(token, people(), clock())
  if (signed.person.id !== person.id) {
    throw new HoldpointError('HP_PERSON_UNPROVEN', {
      rule: 'the token is of another person',
      field: '/token',
    })
  }
  if (signed.token.nonce !== nonce) {
    const rule = 'the token was not minted for this decision'
    throw new HoldpointError('HP_PERSON_UNPROVEN', { rule, field: '/token' })
  }
}
