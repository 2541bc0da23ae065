/** Who is behind an e-mail address: masking must not blind the gate to the person an action is done for. */
import { HoldpointError } from '@holdpoint/contracts'
import { parse } from 'yaml'

export interface Principals {
  /** Directory id of the person with this address, compared without case. */
  idOf(email: string): string | undefined
}

/** Reads the people of a directory file. Everything else in it is the gate's. Throws HP_CONFIG naming `file`. */
export function parsePrincipals(text: string, file: string): Principals {
  const people = peopleOf(readYaml(text, file), file)
  const ids = new Map<string, string>()
  for (const [index, person] of people.entries()) {
    const { id, email } = membersOf(person)
    if (email === undefined) continue
    const field = `/people/${index}`
    if (typeof id !== 'string' || typeof email !== 'string')
      throw new HoldpointError('HP_CONFIG', { file, field, rule: 'needs id and email as text' })
    if (ids.has(email.toLowerCase()))
      throw new HoldpointError('HP_CONFIG', {
        file,
        field,
        rule: 'has the email of another person',
      })
    ids.set(email.toLowerCase(), id)
  }
  return { idOf: (email) => ids.get(email.toLowerCase()) }
}

function readYaml(text: string, file: string): unknown {
  try {
    // Aliases could blow a small file up; nothing here repeats.
    return parse(text, { maxAliasCount: 0 })
  } catch (cause) {
    throw new HoldpointError('HP_CONFIG', { file, field: '', rule: 'is not YAML' }, cause)
  }
}

function peopleOf(root: unknown, file: string): unknown[] {
  const { people } = membersOf(root)
  if (people === undefined) return []
  if (Array.isArray(people)) return people
  throw new HoldpointError('HP_CONFIG', { file, field: '/people', rule: 'must be a list' })
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}
