/** The one table of error codes, and names that stand in tables: used, known, and nowhere spelled out twice. */
import { errors, type TopicId, topics } from '@holdpoint/contracts'
import { type Finding, findings, type Source } from './source.ts'

const table = 'packages/contracts/src/errors.ts'
const topicTable = 'packages/contracts/src/topics.ts'

/** Codes that code mentions must be in the table; tests may make one up to see it refused. */
export function knownCodes(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ isCode, isTest, path }) => isCode && !isTest && path !== table)
    .flatMap((source) =>
      findings(source, source.blanked.code, /\bHP_[A-Z][A-Z_]*[A-Z]\b/, ([code]) =>
        Object.hasOwn(errors, code) ? undefined : `${code} is not in the table of errors`,
      ),
    )
}

/** A code of the table that nothing throws or answers is a promise to nobody. */
export function usedCodes(sources: readonly Source[], shipped: ReadonlySet<string>): Finding[] {
  const used = new Set(
    sources
      .filter(({ path }) => shipped.has(path) && path !== table)
      .flatMap(({ blanked }) => blanked.code.match(/\bHP_[A-Z_]+\b/g) ?? []),
  )
  return Object.keys(errors).flatMap((code) =>
    used.has(code) ? [] : [`${table}:1: nothing uses ${code}`],
  )
}

/** Topic names come from the table. (`decisions` is also a word and can't be looked for.) */
export function topicLiterals(sources: readonly Source[], shipped: ReadonlySet<string>): Finding[] {
  const names = (Object.keys(topics) as TopicId[])
    .map((id) => topics[id].name)
    .filter((name) => name.includes('.'))
  const literal = new RegExp(
    `['"\`](?:dlq\\.[a-z]+\\.)?(?:${names.join('|').replaceAll('.', '\\.')})['"\`]`,
  )
  return sources
    .filter(({ path }) => shipped.has(path) && path !== topicTable)
    .flatMap((source) =>
      findings(source, source.blanked.code, literal, 'take the topic’s name from the table'),
    )
}
