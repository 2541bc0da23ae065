/** Who calls: a person of the directory, proven by a token of an issuer that the trust file names. Machines have nothing to say here. */
import type { Directory, Person, Policy, PolicyWords } from '@holdpoint/approval'
import { HoldpointError } from '@holdpoint/contracts'
import { type PersonToken, type Trust, verifyPersonToken } from '@holdpoint/seal'
import { verifyLogin } from './login.ts'

export interface PeopleInForce {
  readonly trust: Trust
  readonly directory: Directory
  /** Who may freeze and thaw; absent where the policy is not known here. */
  readonly offices?: Policy['offices']
  /** What the policy says to people. */
  readonly words?: PolicyWords
}

export interface Caller {
  readonly person: Person
  readonly token: PersonToken
}

const bearer = /^bearer +([\w.~+/-]+=*)$/i
const machine = /^hp +/i

/** Throws HP_AUTH without a token, HP_PERSON_UNPROVEN with a bad one, HP_NOT_ENTITLED for machines and for people whom the directory does not know. */
export async function callerOf(
  authorization: string | undefined,
  people: PeopleInForce,
  nowMs: number,
): Promise<Caller> {
  if (authorization !== undefined && machine.test(authorization)) {
    throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'people decide here, never machines' })
  }
  const token = bearer.exec(authorization ?? '')?.[1]
  if (token === undefined) {
    throw new HoldpointError('HP_AUTH', { rule: 'send Authorization: Bearer <ID token>' })
  }
  return known(await verifyLogin(token, { trust: people.trust, nowMs }), people)
}

/** By a token that was made for one use. */
export async function proven(token: string, people: PeopleInForce, nowMs: number): Promise<Caller> {
  return known(await verifyPersonToken(token, { trust: people.trust, nowMs }), people)
}

function known(verified: PersonToken, people: PeopleInForce): Caller {
  const person = people.directory.personBySubject(verified.issuer, verified.subject)
  if (person === undefined) {
    throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'not a person of the directory' })
  }
  return { person, token: verified }
}
