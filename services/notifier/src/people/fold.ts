/** What a record on `people` changes. One account is one person's at a time: whoever claims what is somebody's gets nothing. Pure. */
import { personAway, personBack, personLinked, personUnlinked } from '@holdpoint/contracts'
import type { Away, Entry, Linked } from './record.ts'

/** Accounts that a person is remembered by; a person has a handful. */
export const accountsPerPersonMax = 20

/** An account as it stands. */
export interface AccountEntry {
  readonly linked: Entry<Linked>
  /** Somebody has let go of it. */
  readonly endedMs?: number
}

export interface AbsenceEntry {
  readonly away: Entry<Away>
  readonly endedMs?: number
}

/** The book's fields, as JSON. */
export const accountField = (account: string): string => `account:${account}`
export const accountsField = (person: string): string => `accounts:${person}`
export const absenceField = (person: string): string => `absence:${person}`

export type Fields = ReadonlyMap<string, string | undefined>

/** Which fields must be known to fold it in. */
export function fieldsOf({ type, said }: Entry): string[] {
  switch (type) {
    case personLinked:
      return [accountField(said.account), accountsField(said.person)]
    case personUnlinked:
      return [accountField(said.account)]
    case personAway:
    case personBack:
      return [absenceField(said.person)]
  }
}

/** The fields that are others afterwards. */
export function foldPeople(entry: Entry, known: Fields): ReadonlyMap<string, string> {
  switch (entry.type) {
    case personLinked:
      return linkedIn(entry, known)
    case personUnlinked: {
      const { account, link } = entry.said
      const before = parse<AccountEntry>(known.get(accountField(account)))
      if (before === undefined || before.linked.said.link !== link) return new Map()
      return only(accountField(account), { ...before, endedMs: entry.atMs })
    }
    case personAway:
      return only(absenceField(entry.said.person), { away: entry })
    case personBack: {
      const field = absenceField(entry.said.person)
      const before = parse<AbsenceEntry>(known.get(field))
      if (before === undefined || before.away.said.absence !== entry.said.absence) return new Map()
      return only(field, { ...before, endedMs: entry.atMs })
    }
  }
}

export function isLinked({ linked, endedMs }: AccountEntry, atMs: number): boolean {
  return endedMs === undefined && linked.said.untilMs > atMs
}

export const parse = <T>(text: string | undefined): T | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as T)

function linkedIn(entry: Entry<Linked>, known: Fields): ReadonlyMap<string, string> {
  const { account, person } = entry.said
  const field = accountField(account)
  const before = parse<AccountEntry>(known.get(field))
  const isAnothers = before && isLinked(before, entry.atMs) && before.linked.said.person !== person
  if (isAnothers) return new Map()
  const mine = parse<string[]>(known.get(accountsField(person))) ?? []
  const accounts = [account, ...mine.filter((each) => each !== account)]
  return new Map([
    [field, JSON.stringify({ linked: entry } satisfies AccountEntry)],
    [accountsField(person), JSON.stringify(accounts.slice(0, accountsPerPersonMax))],
  ])
}

const only = (field: string, value: AccountEntry | AbsenceEntry): ReadonlyMap<string, string> =>
  new Map([[field, JSON.stringify(value)]])
