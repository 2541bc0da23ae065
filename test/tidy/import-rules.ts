/** Imports go one way, past nobody's front door, and privilege is visible in them. */

import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { graphOf, importsOf, packageTargets, reach } from './graph.ts'
import { type Finding, lineOf, type Source } from './source.ts'

const base = ['contracts']
const pure = [...base, 'approval', 'seal', 'redaction', 'tlog']

/** What each home may import of ours. Tests, deploy and testkit put things together and are free. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'packages/contracts': [],
  'packages/approval': base,
  'packages/seal': base,
  'packages/redaction': base,
  'packages/tlog': base,
  'packages/kafka': pure,
  'packages/store': pure,
  'packages/service': pure,
  'packages/sdk': ['contracts', 'seal'],
  'services/redactor': ['kafka', 'service', 'redaction', 'seal', 'contracts'],
  'services/gate': ['kafka', 'store', 'service', 'approval', 'redaction', 'seal', 'contracts'],
  'services/notifier': ['kafka', 'service', 'approval', 'redaction', 'seal', 'store', 'contracts'],
  'services/auditor': ['kafka', 'service', 'approval', 'tlog', 'seal', 'contracts'],
}
/** The SDK works without a Kafka client; only its own subpath for Kafka loads one. */
const optional = [{ path: /^packages\/sdk\/src\/kafka[\w-]*\.ts$/, names: ['kafka'] }]
/** What must not get into a process, whatever imports it. */
const privileges = [
  { entry: 'services/gate/src/main.ts', never: 'packages/seal/src/unsealer.ts' },
  { entry: 'services/notifier/src/main.ts', never: 'packages/seal/src/unsealer.ts' },
  { entry: 'services/auditor/src/main.ts', never: 'packages/seal/src/unsealer.ts' },
  { entry: 'services/redactor/src/main.ts', never: 'packages/seal/src/unsealer.ts' },
  { entry: 'services/redactor/src/main.ts', never: 'packages/approval/src/index.ts' },
]

export function importArrows(sources: readonly Source[], support: ReadonlySet<string>): Finding[] {
  const doors = packageTargets(sources)
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, index, isType }) => {
      const at = `${source.path}:${lineOf(source.blanked.code, index)}`
      if (specifier.startsWith('.'))
        return leavesHome(source, specifier)
          ? [`${at}: imports ${specifier} past the front door of another package`]
          : []
      if (!specifier.startsWith('@holdpoint/')) return []
      const [, name = ''] = specifier.split('/')
      if (!doors.has(specifier)) return [`${at}: ${specifier} is not exported by its package`]
      if (source.path.startsWith('services/notifier/console/') && !isType && !source.isTest) {
        return [`${at}: the console imports types only`]
      }
      const allowed = [
        ...(arrows[source.home] ?? []),
        ...optional.flatMap(({ path, names }) => (path.test(source.path) ? names : [])),
      ]
      const isFree = arrows[source.home] === undefined || source.isTest || support.has(source.path)
      return isFree || allowed.includes(name)
        ? []
        : [`${at}: ${source.home} must not import ${name}`]
    }),
  )
}

export function privilege(sources: readonly Source[]): Finding[] {
  const { loads } = graphOf(sources)
  return privileges.flatMap(({ entry, never }) =>
    reach(loads, [entry]).has(never) ? [`${entry}:1: this process loads ${never}`] : [],
  )
}

/** npm packages must be declared by the package that imports them, or by the root; what tests the whole may use what any of them declares. */
export function declaredDependencies(sources: readonly Source[]): Finding[] {
  const declared = new Map(
    sources.flatMap(({ path, home, text }) =>
      path === 'package.json' ||
      path === `${home}/package.json` ||
      path === 'deploy/local/package.json'
        ? [[path === 'package.json' ? '' : home, dependenciesOf(text)] as const]
        : [],
    ),
  )
  const builtin = new Set(builtinModules)
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, index }) => {
      if (/^(?:[.#]|node:|@holdpoint\/)/.test(specifier)) return []
      const at = `${source.path}:${lineOf(source.blanked.code, index)}`
      if (builtin.has(specifier)) return [`${at}: write node:${specifier}`]
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
      const known =
        source.home === 'test'
          ? [...declared.values()].flat()
          : [...(declared.get(source.home) ?? []), ...(declared.get('') ?? [])]
      return known.includes(name) ? [] : [`${at}: ${source.home} does not declare ${name}`]
    }),
  )
}

/** Exact versions only: what was tested is what is installed. */
export function exactVersions(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path, text }) => {
    if (!path.endsWith('package.json')) return []
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text) as Manifest
    const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    return all.flatMap(([name, version]) =>
      name.startsWith('@holdpoint/') || /^\d+\.\d+\.\d+(?:[-.+][\w.-]+)?$/.test(version)
        ? []
        : [`${path}:1: ${name} is not pinned to one version`],
    )
  })
}

type Manifest = Partial<
  Record<
    'dependencies' | 'devDependencies' | 'optionalDependencies' | 'peerDependencies',
    Record<string, string>
  >
>

function dependenciesOf(manifest: string): string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = JSON.parse(
    manifest,
  ) as Manifest
  return Object.keys({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
    ...peerDependencies,
  })
}

function leavesHome(source: Source, specifier: string): boolean {
  const target = posix.join(posix.dirname(source.path), specifier)
  const isPackaged = /^(?:packages|services)\//.test(target)
  return isPackaged && !target.startsWith(`${source.home}/`)
}
