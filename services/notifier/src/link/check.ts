/** Whether a link is what it says: signed by the notifier, and by the person's own issuer for this very account. Anybody who can read the topic can do it. */
import type { Directory } from '@holdpoint/approval'
import {
  decodeEvent,
  HoldpointError,
  linkNonce,
  type PersonLinked,
  personLinked,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { type Trust, verifyPersonToken } from '@holdpoint/seal'
import { readPeopleRecord } from '../people/record.ts'

interface Known {
  readonly deployment: string
  readonly trust: Trust
  readonly directory: Directory
}

/** Throws HP_PROOF_INVALID, HP_PERSON_UNPROVEN or HP_EVENT_INVALID. Returns whose the account became; for links by e-mail the notifier's word is all there is. */
export async function checkLink(record: InRecord, known: Known): Promise<string> {
  const { deployment, trust, directory } = known
  const entry = readPeopleRecord(record, { deployment, keyOf: trust.service('notifier') })
  if (entry?.type !== personLinked) {
    throw new HoldpointError('HP_EVENT_INVALID', { field: 'type', rule: 'is no link' })
  }
  const { said } = entry
  if (said.how === 'email') return said.person
  const { token = '' } = decodeEvent(record).data as PersonLinked
  const person = await personOfToken(token, said, { trust, directory }, record.timestampMs)
  if (person !== said.person) throw unproven('the token is of another person')
  return person
}

/** The person whose issuer minted this token for linking this account. Throws HP_PERSON_UNPROVEN. */
export async function personOfToken(
  token: string,
  said: { readonly account: string; readonly link: string },
  { trust, directory }: Pick<Known, 'trust' | 'directory'>,
  atMs: number,
): Promise<string> {
  const { issuer, subject, nonce } = await verifyPersonToken(token, { trust, nowMs: atMs })
  if (nonce !== linkNonce(said)) throw unproven('the token was not minted for this link')
  const person = directory.personBySubject(issuer, subject)
  if (person === undefined) throw unproven('the token is of nobody in the directory')
  return person.id
}

const unproven = (rule: string) =>
  new HoldpointError('HP_PERSON_UNPROVEN', { rule, field: '/token' })
