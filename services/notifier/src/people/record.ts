/** Records on `people`: what the notifier has taken down about accounts and absences, signed, and read back only as far as the signature goes. */
import {
  catalogue,
  check,
  decodeEvent,
  digestBytes,
  encodeEvent,
  HoldpointError,
  type PersonAway,
  type PersonBack,
  type PersonLinked,
  type PersonUnlinked,
  peopleSubject,
  type personAway,
  type personBack,
  type personLinked,
  type personUnlinked,
  proofAttribute,
  topicName,
} from '@holdpoint/contracts'
import type { InRecord, OutRecord } from '@holdpoint/kafka'
import { type KeyOf, type Signer, signCommand, verifyCommand } from '@holdpoint/seal'

/** The topic has one partition: who claimed an account first is the same for everybody. */
export const peoplePartition = 0

export type Said =
  | { readonly type: typeof personLinked; readonly said: PersonLinked['said'] }
  | { readonly type: typeof personUnlinked; readonly said: PersonUnlinked['said'] }
  | { readonly type: typeof personAway; readonly said: PersonAway['said'] }
  | { readonly type: typeof personBack; readonly said: PersonBack['said'] }

/** What was said, by whose signature, and when the broker had it. */
export type Entry<S extends Said = Said> = S & {
  /** Of the record: its own, so that compaction removes nothing but what is said again. */
  readonly key: string
  readonly proof: string
  readonly atMs: number
}
export type Linked = Extract<Said, { readonly type: typeof personLinked }>
export type Away = Extract<Said, { readonly type: typeof personAway }>

export interface PeopleWriter {
  readonly deployment: string
  readonly prefix: string
  readonly signer: Signer
}

export interface PeopleKnown {
  readonly deployment: string
  /** Keys of notifiers. */
  readonly keyOf: KeyOf
}

/** `token`: for a link that a person has signed. */
export function peopleRecord(
  { type, said, token }: Said & { readonly token?: string },
  key: string,
  { deployment, prefix, signer }: PeopleWriter,
  nowMs: number,
): OutRecord {
  const parts = { deployment, commandId: key, type, command: said, subject: peopleSubject }
  const { headers, value } = encodeEvent({
    id: key,
    source: `${deployment}/notifier`,
    type,
    subject: peopleSubject,
    timeMs: nowMs,
    extensions: { [proofAttribute]: signCommand(signer, { ...parts, nowMs }) },
    data: { said, ...(token === undefined ? {} : { token }) },
  })
  return { topic: topicName(prefix, 'people'), partition: peoplePartition, key, value, headers }
}

/** Throws what is wrong with it. A tombstone, with which a link is erased, says nothing. */
export function readPeopleRecord(record: InRecord, known: PeopleKnown): Entry | undefined {
  if (record.value === null) return undefined
  const { attributes, data, extensions } = decodeEvent(record)
  const { type, id: key } = attributes
  const spec = Object.hasOwn(catalogue, type) ? catalogue[type] : undefined
  if (spec?.topic !== 'people' || key !== record.key) {
    throw new HoldpointError('HP_EVENT_INVALID', { field: 'type', rule: 'does not belong here' })
  }
  const { said, token } = check(spec.schema, data) as Pick<Said, 'said'> & { token?: string }
  const { tokenDigest } = said as { tokenDigest?: string }
  if (token !== undefined && digestBytes(token) !== tokenDigest) {
    throw new HoldpointError('HP_PROOF_INVALID', { field: '/token', rule: 'is another token' })
  }
  const proof = extensions[proofAttribute] ?? ''
  const entry = { type, said, key, proof, atMs: record.timestampMs } as Entry
  verifyEntry(entry, known)
  return entry
}

/** Throws HP_PROOF_INVALID: whoever can write where it was kept can't make anything up. */
export function verifyEntry({ type, said, key, proof, atMs }: Entry, known: PeopleKnown): void {
  const { deployment, keyOf } = known
  const parts = { deployment, commandId: key, type, command: said, subject: peopleSubject }
  verifyCommand(proof, { ...parts, atMs, keyOf })
}
