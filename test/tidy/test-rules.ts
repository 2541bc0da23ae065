/** Every pure module has its test beside it, and every file is loaded by something. */
import type { Graph } from './graph.ts'
import { reach } from './graph.ts'
import type { Finding, Source } from './source.ts'

/** Pure code: what it does can be said in a test without any server. */
const pureFolder = /^packages\/(?:contracts|approval|redaction|seal|tlog)\/src\//
/** Declarations only: no body to test. */
const hasBody = /\bfunction\b|=>\s*[{(\w]|\bclass\b/
const entry =
  /^(?:services\/[^/]+\/src\/(?:[a-z]+-)?main\.ts|deploy\/.*\.(?:mjs|ts)|test\/tidy\/(?:generate|report)\.ts|[^/]+\.config\.ts|services\/notifier\/console\/[^/]+)$/

export interface Parts {
  /** Loaded by a process, a published package or a script. */
  readonly shipped: ReadonlySet<string>
  /** Loaded by tests only: suites, rigs, fixtures. */
  readonly support: ReadonlySet<string>
}

export function partsOf(sources: readonly Source[], { mentions }: Graph): Parts {
  const isCode = new Set(sources.filter((source) => source.isCode).map(({ path }) => path))
  const manifests = sources.filter(({ path }) => path.endsWith('package.json'))
  const exported = manifests.flatMap(({ path }) => mentions.get(path) ?? [])
  const entries = sources.filter(({ path, isTest }) => entry.test(path) && !isTest)
  // A runner's configuration starts tests; only what they name for set-up counts, and it is test support.
  const starts = entries.filter(({ path }) => !path.endsWith('.config.ts')).map(({ path }) => path)
  const shipped = codeOf(reach(mentions, [...starts, ...exported]), isCode)
  const tests = sources.filter(({ path, isTest }) => isTest || path.endsWith('.config.ts'))
  const tested = codeOf(
    reach(
      mentions,
      tests.map(({ path }) => path),
    ),
    isCode,
  )
  return {
    shipped,
    support: new Set(
      [...tested].filter((path) => !shipped.has(path) && !path.endsWith('.test.ts')),
    ),
  }
}

export function unreached(sources: readonly Source[], { shipped, support }: Parts): Finding[] {
  return sources.flatMap(({ path, isCode, isTest }) =>
    isCode && !isTest && !shipped.has(path) && !support.has(path)
      ? [`${path}:1: nothing loads this file`]
      : [],
  )
}

/**
 * A test imports it, or it is a part of a module that a test imports, split off to keep that one readable.
 */
export function testedModules(
  sources: readonly Source[],
  { loads }: Graph,
  { shipped }: Parts,
): Finding[] {
  const importers = new Map<string, string[]>()
  for (const { path } of sources) {
    for (const target of loads.get(path) ?? []) {
      importers.set(target, [...(importers.get(target) ?? []), path])
    }
  }
  const isTested = (path: string): boolean =>
    (importers.get(path) ?? []).some((importer) => importer.endsWith('.test.ts'))
  return sources.flatMap(({ path, blanked }) => {
    const isPure = pureFolder.test(path) && shipped.has(path) && !path.endsWith('/index.ts')
    if (!isPure || !hasBody.test(blanked.bare) || isTested(path)) return []
    const isPart = (importers.get(path) ?? []).some(
      (importer) => !importer.endsWith('/index.ts') && isTested(importer),
    )
    return isPart ? [] : [`${path}:1: no test beside this module`]
  })
}

function codeOf(paths: Set<string>, isCode: ReadonlySet<string>): Set<string> {
  return new Set([...paths].filter((path) => isCode.has(path)))
}
