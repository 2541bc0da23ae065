/** What an agent or executor signs to ask something of an edge: `Authorization: HP <request>`, and the `request` of a command. */
import { HoldpointError, Name, strict } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { isWithinSkew, jwsTypes, type Refuse, Statement, seconds } from './jws.ts'
import type { Signer, VerifyKey } from './key.ts'
import type { CheckSignature } from './signature.ts'

export const requestActs = [
  ...(['claim', 'extend', 'withdraw', 'read', 'unseal', 'poll', 'outcome'] as const),
] as const
export type RequestAct = (typeof requestActs)[number]

const short = Type.String({ minLength: 1, maxLength: 256 })
const RequestClaims = strict({
  aud: Type.String(),
  iat: Type.Integer({ minimum: 0 }),
  /** Action id; `*` where none is meant (poll). */
  sub: short,
  act: Type.Unsafe<RequestAct>(Type.Union(requestActs.map((act) => Type.Literal(act)))),
  jti: Type.Optional(short),
  /** Of a claim: `jti` of the grant. */
  grant: Type.Optional(short),
  /** Of an unseal: id of the claim that the receipt is for; of an extension: the claim. */
  claim: Type.Optional(short),
  /** Of a poll: the audience asked for. */
  audience: Type.Optional(Name),
  /** Of an extension: time from its arrival on, so that no clock but the broker's counts. */
  forMs: Type.Optional(Type.Integer({ minimum: 1 })),
})
type RequestClaims = Static<typeof RequestClaims>

const statement = new Statement<RequestClaims>(jwsTypes.request, RequestClaims)

/** What the request may carry beside who, what and when. */
export type RequestExtras = Pick<RequestClaims, 'jti' | 'grant' | 'claim' | 'audience' | 'forMs'>

/** Who holds a key: from the trust file. One key belongs to one party. */
export interface Party {
  readonly kind: 'agent' | 'executor'
  readonly id: string
  /** Audiences that the executor may claim for; none for agents. */
  readonly audiences: readonly string[]
  readonly key: VerifyKey
}
export type PartyOf = (kid: string) => Party | undefined

export interface VerifiedRequest extends RequestExtras {
  readonly party: Party
  /** RFC 7638 thumbprint of the key. */
  readonly keyId: string
  readonly subject: string
  readonly act: RequestAct
  /** When it says it was signed; within the clock skew of when it was verified. */
  readonly issuedMs: number
}

export function signRequest(
  signer: Signer,
  given: {
    readonly deployment: string
    readonly subject: string
    readonly act: RequestAct
    readonly nowMs: number
  } & RequestExtras,
): string {
  const { deployment, subject, act, nowMs, ...extras } = given
  return statement.sign(signer, {
    aud: deployment,
    iat: seconds(nowMs),
    sub: subject,
    act,
    ...extras,
  })
}

/** Throws HP_AUTH. `atMs`: append time of the command, or now at an edge. */
export function verifyRequest(
  compact: string,
  known: {
    readonly deployment: string
    readonly subject: string
    readonly act: RequestAct
    readonly atMs: number
    readonly partyOf: PartyOf
    readonly checkSignature?: CheckSignature
  },
): VerifiedRequest {
  let party: Party | undefined
  const keyOf = (kid: string) => {
    party = known.partyOf(kid)
    return party?.key
  }
  const { atMs, checkSignature } = known
  const { claims, key } = statement.verify(compact, keyOf, atMs, refuse, checkSignature)
  const { aud, iat, sub, act, ...extras } = claims
  if (party === undefined) throw refuse('names a key that may not sign this')
  if (aud !== known.deployment) throw refuse('is for another deployment')
  if (sub !== known.subject) throw refuse('is about another action')
  if (act !== known.act) throw refuse('asks for something else')
  if (!isWithinSkew(iat, atMs)) throw refuse('was signed at another time')
  return { party, keyId: key.kid, subject: sub, act, issuedMs: iat * 1000, ...extras }
}

const refuse: Refuse = (rule) => new HoldpointError('HP_AUTH', { rule: `the request ${rule}` })
