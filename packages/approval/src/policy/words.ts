/** What a policy says to people, beside what it rules: titles and fields of action types, how risky, and why a rule stops something. Decides nothing. */
import type { Digest } from '@holdpoint/contracts'
import type { YamlFile } from '../yaml-file.ts'
import type { PolicyFile, TypeEntry } from './policy-file.ts'

/** Parameters by name in a title: `refund {/amount} {/currency}`. */
const slot = /\{(\/[^{}]*)\}/g

/** A parameter: what it is called, in the order in which people read. */
export interface FieldWords {
  /** Keys and indices from `params` on. */
  readonly path: readonly string[]
  readonly label: string
  /** Lines matter: a query, a script, a diff. */
  readonly isCode: boolean
}

export interface TypeWords {
  /** What it does, as `refund`, ` `; parameters by their path. Absent: its name has to do. */
  readonly title?: readonly (string | { readonly path: readonly string[] })[]
  readonly fields: readonly FieldWords[]
  /** For how long its effect can be taken back, as the file has it. */
  readonly reversibleWithin?: string
}

export interface PolicyWords {
  /** Of the policy: what it says of its rules holds for actions that it stopped. */
  readonly digest: Digest
  typeOf(type: string): TypeWords | undefined
  /** One sentence, where the rule has one. */
  whyOf(rule: string): string | undefined
}

type Entry = NonNullable<TypeEntry['fields']>[number]

/** Throws HP_CONFIG where a title names what may not stand in previews. */
export function wordsOf(file: PolicyFile, yaml: YamlFile): PolicyWords {
  const types = new Map(
    Object.entries(file.types ?? {}).map(([type, entry]) => [type, typeWords(type, entry, yaml)]),
  )
  const whys = new Map((file.rules ?? []).map(({ name, require }) => [name, require?.why]))
  return {
    digest: yaml.digest,
    typeOf: (type) => types.get(type),
    whyOf: (rule) => whys.get(rule),
  }
}

function typeWords(
  type: string,
  { title, fields = [], reversible }: TypeEntry,
  yaml: YamlFile,
): TypeWords {
  const places = fields.map(({ at }) => at)
  const twice = places.findIndex((at, index) => places.indexOf(at) < index)
  if (twice >= 0) throw yaml.refuse(['types', type, 'fields', twice, 'at'], 'stands twice')
  return {
    ...(title === undefined ? {} : { title: titleOf(title, type, fields, yaml) }),
    fields: fields.map(({ at, label, as }) => ({
      path: stepsOf(at),
      label,
      isCode: as === 'code',
    })),
    ...(reversible === undefined ? {} : { reversibleWithin: reversible.within }),
  }
}

function titleOf(title: string, type: string, fields: readonly Entry[], yaml: YamlFile) {
  const parts: (string | { path: string[] })[] = []
  let from = 0
  for (const match of title.matchAll(slot)) {
    const [whole, at = ''] = match
    if (!fields.some((field) => field.at === at && field.headline)) {
      const rule = `may name ${at} only where fields has it with headline: true: titles stand in previews`
      throw yaml.refuse(['types', type, 'title'], rule)
    }
    if (match.index > from) parts.push(title.slice(from, match.index))
    parts.push({ path: stepsOf(at) })
    from = match.index + whole.length
  }
  if (from < title.length) parts.push(title.slice(from))
  return parts
}

/** Of a JSON Pointer (RFC 6901). */
function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
