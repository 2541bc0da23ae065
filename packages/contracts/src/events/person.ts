/**
 * What is known of people beside the operator's directory, on `people`: whose an account of a chat is, and who is asked while somebody is away. Written and signed
 * by the notifier (`hpproof`, over `said`); nothing of it gives anybody a right that the directory does not.
 */
import Type, { type Static } from 'typebox'
import { Base64url, DigestSchema, Name, oneOf, strict, TimeMs } from '../shapes.ts'

export const personLinked = 'dev.holdpoint.person.linked.v1'
export const personUnlinked = 'dev.holdpoint.person.unlinked.v1'
export const personAway = 'dev.holdpoint.person.away.v1'
export const personBack = 'dev.holdpoint.person.back.v1'

/** What a signature over one of these is about; no action id looks like it. */
export const peopleSubject = '~people'

/** Longest key of an account, in characters: keys of Redis and lines of logs. */
export const accountCharsMax = 200
/** Stable key of an account within the service of a channel, as `slack:T1:U7` or an address of mail. No name that people can choose. */
export const AccountKey = Type.String({
  pattern: "^[a-z][a-z0-9-]{0,31}:[A-Za-z0-9.:@!#$%&'*+/=?^_`{|}~-]+$",
  maxLength: accountCharsMax,
})
/** An id of 128 bits or more. */
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{22,64}$' })

/**
 * From here on, until `untilMs`, this account is this person's and nobody else's. `token`: the person's issuer minted it for this link alone (its nonce is
 * `linkNonce(said)`); with `email` the channel's service has verified an address that the directory has.
 */
export const PersonLinked = strict({
  said: strict({
    link: Id,
    channel: Name,
    account: AccountKey,
    person: Name,
    how: oneOf(['token', 'email']),
    tokenDigest: Type.Optional(DigestSchema),
    untilMs: TimeMs,
  }),
  token: Type.Optional(Type.String({ maxLength: 8192 })),
})
export type PersonLinked = Static<typeof PersonLinked>

/** From here on the account is nobody's. `by`: who let go of it. */
export const PersonUnlinked = strict({
  said: strict({ link: Base64url, account: AccountKey, person: Name, by: Name }),
})
export type PersonUnlinked = Static<typeof PersonUnlinked>

/** In this time somebody else is asked instead; who may decide stays with the directory. */
export const PersonAway = strict({
  said: strict({ absence: Id, person: Name, delegate: Name, fromMs: TimeMs, untilMs: TimeMs }),
})
export type PersonAway = Static<typeof PersonAway>

/** Back before their time. */
export const PersonBack = strict({ said: strict({ absence: Id, person: Name, by: Name }) })
export type PersonBack = Static<typeof PersonBack>
