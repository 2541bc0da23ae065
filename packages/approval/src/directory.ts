/** The directory file: people and their groups, and the registry of agents with who answers for them. Written by the operator; no service can change it. */
import { Name, strict } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { glob } from './policy/glob.ts'
import { TypeGlob } from './policy/policy-file.ts'
import type { Directory, Person } from './rules.ts'
import { type Path, YamlFile } from './yaml-file.ts'

const peopleMax = 5000
const agentsMax = 5000

const PersonEntry = strict({
  id: Name,
  email: Type.Optional(Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 254 })),
  groups: Type.Optional(Type.Array(Name, { maxItems: 100 })),
  /** Who an issuer's token must name for it to be this person. */
  subjects: Type.Optional(
    Type.Array(
      strict({
        issuer: Type.String({ minLength: 1, maxLength: 512 }),
        subject: Type.String({ minLength: 1, maxLength: 256 }),
      }),
      { maxItems: 10 },
    ),
  ),
})
const AgentEntry = strict({
  id: Name,
  owner: Name,
  operators: Type.Optional(Type.Array(Name, { maxItems: 100 })),
  /** Who put it into service as it now is; a rule may exclude them. */
  lastDeployer: Type.Optional(Name),
  /** What it may ask for; absent: anything. */
  types: Type.Optional(Type.Array(TypeGlob, { minItems: 1, maxItems: 200 })),
})
const DirectoryFile = strict({
  people: Type.Array(PersonEntry, { maxItems: peopleMax }),
  groups: Type.Array(Name, { maxItems: 1000 }),
  agents: Type.Array(AgentEntry, { maxItems: agentsMax }),
})
type DirectoryFile = Static<typeof DirectoryFile>

/** A directory with what only a check of policies needs. */
export interface ParsedDirectory extends Directory {
  /** How many people each group has. */
  readonly members: ReadonlyMap<string, number>
  readonly peopleCount: number
}

/** Throws HP_CONFIG naming file, line and entry. */
export function parseDirectory(text: string, name: string): ParsedDirectory {
  const yaml = new YamlFile(text, name)
  const file = yaml.check(DirectoryFile, yaml.content())
  const refuse = (path: Path, rule: string) => yaml.refuse(path, rule)
  const { people, emails, subjects } = indexPeople(file, refuse)
  checkReferences(file, refuse)
  const agents = indexAgents(file, refuse)
  return {
    digest: yaml.digest,
    text,
    everybody: [...people.values()],
    person: (id) => people.get(id),
    personByEmail: (email) => emails.get(email.toLowerCase()),
    personBySubject: (issuer, subject) => subjects.get(subjectKey(issuer, subject)),
    agentSide: (id) => agents.get(id)?.side ?? [],
    lastDeployer: (id) => agents.get(id)?.lastDeployer,
    agentMay: (id, type) => agents.get(id)?.may(type) ?? false,
    members: membersOf(file),
    peopleCount: people.size,
  }
}

type Refuse = (path: Path, rule: string) => Error

interface PeopleIndex {
  readonly people: ReadonlyMap<string, Person>
  readonly emails: ReadonlyMap<string, Person>
  readonly subjects: ReadonlyMap<string, Person>
}

function indexPeople(file: DirectoryFile, refuse: Refuse): PeopleIndex {
  const people = new Map<string, Person>()
  const emails = new Map<string, Person>()
  const subjects = new Map<string, Person>()
  const ids = new Set(file.people.map(({ id }) => id.toLowerCase()))
  for (const [at, entry] of file.people.entries()) {
    const { id, email, groups = [] } = entry
    const person: Person = { id, groups, ...(email === undefined ? {} : { email }) }
    add(people, id, person, () => refuse(['people', at, 'id'], 'stands twice'))
    if (email !== undefined) {
      const address = email.toLowerCase()
      const isAnothers = ids.has(address) && address !== id.toLowerCase()
      if (isAnothers) throw refuse(['people', at, 'email'], 'is the id of somebody else')
      add(emails, address, person, () => refuse(['people', at, 'email'], 'stands twice'))
    }
    for (const [index, { issuer, subject }] of (entry.subjects ?? []).entries()) {
      const path = ['people', at, 'subjects', index]
      add(subjects, subjectKey(issuer, subject), person, () => refuse(path, 'stands twice'))
    }
  }
  return { people, emails, subjects }
}

function membersOf({ groups, people }: DirectoryFile): ReadonlyMap<string, number> {
  const count = (group: string) => people.filter((person) => person.groups?.includes(group)).length
  return new Map(groups.map((group) => [group, count(group)]))
}

interface Agent {
  readonly side: readonly string[]
  readonly lastDeployer: string | undefined
  readonly may: (type: string) => boolean
}

function indexAgents({ agents }: DirectoryFile, refuse: Refuse): ReadonlyMap<string, Agent> {
  const index = new Map<string, Agent>()
  for (const [at, { id, owner, operators = [], lastDeployer, types }] of agents.entries()) {
    const globs = types?.map(glob)
    const agent: Agent = {
      side: [...new Set([owner, ...operators])],
      lastDeployer,
      may: (type) => globs?.some((matches) => matches(type)) ?? true,
    }
    add(index, id, agent, () => refuse(['agents', at, 'id'], 'stands twice'))
  }
  return index
}

/** A misspelt owner would free the real one to approve; a misspelt group would shut its people out. */
function checkReferences({ people, groups, agents }: DirectoryFile, refuse: Refuse): void {
  const ids = new Set(people.map(({ id }) => id))
  for (const [at, person] of people.entries()) {
    const index = person.groups?.findIndex((group) => !groups.includes(group)) ?? -1
    if (index >= 0) throw refuse(['people', at, 'groups', index], 'is not among the groups')
  }
  for (const [at, { owner, operators = [], lastDeployer = owner }] of agents.entries()) {
    for (const [role, id] of Object.entries({ owner, lastDeployer })) {
      if (!ids.has(id)) throw refuse(['agents', at, role], 'is not among the people')
    }
    const index = operators.findIndex((operator) => !ids.has(operator))
    if (index >= 0) throw refuse(['agents', at, 'operators', index], 'is not among the people')
  }
}

function add<T>(index: Map<string, T>, key: string, value: T, twice: () => Error): void {
  if (index.has(key)) throw twice()
  index.set(key, value)
}

/** Neither part can be read as a piece of the other. */
function subjectKey(issuer: string, subject: string): string {
  return JSON.stringify([issuer, subject])
}
