/** The held-out set: kinds of documents, how often each stands in it, and its records in the format of the scorer. */
import type { LabelledSet } from '../sets.ts'
import { account, customer, patient, payment, staff } from './actions.ts'
import { Chance } from './chance.ts'
import { http, shell, sql } from './commands.ts'
import { disguised } from './disguised.ts'
import { idleAction, idleOperation } from './idle-actions.ts'
import { form, idleLine, logLine, table } from './lines.ts'
import { card, idleManifest, manifest } from './manifests.ts'
import { englishMail, worldMail } from './prose.ts'
import { type Labelled, plain, Said, type Span } from './say.ts'
import { chat, idleTalk, ticket } from './talk.ts'

export interface LabelledRecord {
  readonly id: string
  readonly text?: string
  readonly value?: unknown
  readonly spans: readonly Span[]
  readonly kind: string
  readonly source: 'held-out'
}

const kinds: Readonly<Record<string, (chance: Chance) => Labelled>> = {
  englishMail,
  worldMail,
  ticket,
  chat,
  idleTalk,
  customer,
  payment,
  staff,
  patient,
  idleAction,
  sql,
  shell,
  http,
  manifest,
  idleManifest,
  card,
  logLine,
  idleLine,
  table,
  form,
  disguised,
  account,
  idleOperation,
}
const kindNames = Object.keys(kinds)

const docsOfKind = 100
const seed = 90_210

/** `perKind` documents of each kind. */
export function heldOutRecords(seed: number, perKind: number): LabelledRecord[] {
  return kindNames.flatMap((kind, k) =>
    Array.from({ length: perKind }, (_, i) => {
      // A seed for each, so that a new kind does not change the others.
      const made = kinds[kind]?.(new Chance(seed + k * 1_000_003 + i * 7919)) ?? ''
      const id = `${kind}-${i}`
      const common = { id, kind, source: 'held-out' } as const
      return made instanceof Said
        ? { ...common, text: made.text, spans: made.spans }
        : { ...common, ...plain(made) }
    }),
  )
}

export function heldOut(): LabelledSet {
  const read = () =>
    heldOutRecords(seed, docsOfKind)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('')
  return { name: 'held_out', read, goalsLike: 'agent_actions' }
}
