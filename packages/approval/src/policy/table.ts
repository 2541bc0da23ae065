/** A table of cases for a policy: actions, masked or raw, and what is expected to become of each. */
import { strict } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import type { Submission } from '../rules.ts'
import { YamlFile } from '../yaml-file.ts'
import { durationMs } from './duration.ts'
import { maskAt } from './mask-at.ts'
import { parsePolicy } from './policy.ts'
import { type Spoken, spokenRuling } from './spoken.ts'

const casesMax = 2000
const Text = Type.String({ minLength: 1, maxLength: 500 })

const CaseEntry = strict({
  name: Text,
  /** As the agent sends it or as the redactor leaves it; `id` may be missing, `agent` too. */
  action: Type.Object({ type: Text }, { additionalProperties: true }),
  /** JSON Pointers into the action: these values are masked before the policy sees it. */
  mask: Type.Optional(Type.Array(Text)),
  labels: Type.Optional(Type.Array(Text)),
  findings: Type.Optional(Type.Array(strict({ path: Type.String(), type: Text }))),
  unscanned: Type.Optional(Type.Boolean()),
  /** False: only the ingress topic vouches for the agent. */
  proven: Type.Optional(Type.Boolean()),
  /** A part of the ruling, in the words of the policy file. Lists must be whole, objects need not. */
  expect: strict({
    verdict: Type.Union([Type.Literal('allow'), Type.Literal('deny'), Type.Literal('require')]),
    rule: Type.Optional(Text),
    reason: Type.Optional(Text),
    code: Type.Optional(Text),
    decideWithin: Type.Optional(Text),
    demand: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    terms: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
})
type CaseEntry = Static<typeof CaseEntry>

const TableFile = strict({
  version: Type.Literal(1),
  /** The policy's file, seen from the table's folder. */
  policy: Text,
  cases: Type.Array(CaseEntry, { minItems: 1, maxItems: casesMax }),
})

export interface PolicyTable {
  readonly policy: string
  readonly cases: readonly { readonly name: string; readonly file: string }[]
  readonly entries: readonly (Pick<CaseEntry, 'expect'> & { readonly submission: Submission })[]
}

export interface TableResult {
  readonly name: string
  /** `<file>:<line>` */
  readonly file: string
  readonly ok: boolean
  readonly differences: readonly { field: string; expected: unknown; got: unknown }[]
}

/** Throws HP_CONFIG naming file, line and case. */
export function parseTable(text: string, name: string): PolicyTable {
  const yaml = new YamlFile(text, name)
  const { policy, cases } = yaml.check(TableFile, yaml.content())
  const entries = cases.map((entry, at) => {
    const masked = maskAt(entry.action, entry.mask ?? [])
    if ('missing' in masked) {
      const index = entry.mask?.indexOf(masked.missing) ?? 0
      throw yaml.refuse(['cases', at, 'mask', index], 'points to nothing in the action')
    }
    return { expect: entry.expect, submission: submissionOf(entry, masked.action) }
  })
  const places = cases.map((entry, at) => ({
    name: entry.name,
    file: yaml.placeOf(['cases', at]).file,
  }))
  return { policy, cases: places, entries }
}

/** Throws HP_CONFIG for a policy that would be refused. */
export function runTable(
  table: PolicyTable,
  policyText: string,
  policyName: string,
): TableResult[] {
  const policy = parsePolicy(policyText, policyName)
  return table.entries.flatMap(({ submission, expect }, at) => {
    const place = table.cases[at]
    if (!place) return []
    const differences = differ(expect, spokenRuling(policy.rule(submission)), '')
    return [{ ...place, ok: differences.length === 0, differences }]
  })
}

function submissionOf(entry: CaseEntry, action: unknown): Submission {
  const { labels = [], findings = [], unscanned = false, proven = true } = entry
  const given = action as Record<string, unknown>
  return {
    action: { agent: { id: 'agent' }, params: {}, ...given },
    labels,
    findings: findings.map((finding) => ({ ...finding, score: 1, detector: 'table' })),
    unscanned,
    identity: proven ? { kind: 'signed' } : { kind: 'ingress' },
  }
}

type Difference = TableResult['differences'][number]

/** Where `got` does not say what is expected. */
function differ(expected: unknown, got: unknown, field: string): Difference[] {
  if (Array.isArray(expected)) {
    const isList = Array.isArray(got) && got.length === expected.length
    if (!isList) return [{ field, expected, got }]
    return expected.flatMap((item, at) => differ(item, got[at], `${field}/${at}`))
  }
  if (typeof expected === 'object' && expected !== null) {
    const fields: Spoken = typeof got === 'object' && got !== null ? (got as Spoken) : {}
    return Object.entries(expected).flatMap(([key, value]) =>
      differ(value, Object.hasOwn(fields, key) ? fields[key] : undefined, `${field}/${key}`),
    )
  }
  return isSame(expected, got) ? [] : [{ field, expected, got }]
}

/** Times are the same however they are written. */
function isSame(expected: unknown, got: unknown): boolean {
  if (expected === got) return true
  const [a, b] = [expected, got].map((text) =>
    typeof text === 'string' ? durationMs(text) : undefined,
  )
  return a !== undefined && a === b
}
