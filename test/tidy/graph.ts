/** Who loads whom: imports, and files named in strings (workers, child processes, pages). */
import { posix } from 'node:path'
import type { Source } from './source.ts'

const importPattern =
  /\b(?:import|export)\b(?<type>\s+type\b)?(?:[^'"`;()]*?\bfrom)?\s*(?<dynamic>\()?\s*['"](?<specifier>[^'"\n]+)['"]/g
const filePattern =
  /['"`]((?:[\w.-]+\/|\.{1,2}\/|\/)*[\w.-]+\.(?:ts|mts|js|mjs|lua|html|css))['"`]/g
/** Files in the scripts of a manifest. */
const wordPattern = /((?:[\w.-]+\/|\.{1,2}\/)*[\w.-]+\.(?:ts|mts|js|mjs))\b/g

export interface Import {
  readonly specifier: string
  readonly index: number
  readonly isType: boolean
  readonly isDynamic: boolean
}

export function importsOf({ blanked, isCode }: Source): Import[] {
  if (!isCode) return []
  return [...blanked.code.matchAll(importPattern)].flatMap((match) => {
    const { type, dynamic, specifier = '' } = match.groups ?? {}
    // The keyword must be code, not a word in a string.
    if (blanked.bare[match.index] !== blanked.code[match.index]) return []
    return [
      {
        specifier,
        index: match.index,
        isType: type !== undefined,
        isDynamic: dynamic !== undefined,
      },
    ]
  })
}

export interface Graph {
  /** Files loaded, or named, by each file. */
  readonly mentions: ReadonlyMap<string, readonly string[]>
  /** Files loaded at once when the file is: static imports of values. */
  readonly loads: ReadonlyMap<string, readonly string[]>
}

export function graphOf(sources: readonly Source[]): Graph {
  const paths = new Set(sources.map(({ path }) => path))
  const packages = packageTargets(sources)
  const mentions = new Map<string, string[]>()
  const loads = new Map<string, string[]>()
  for (const source of sources) {
    const target = (specifier: string) => resolve(source.path, specifier, packages, paths)
    const imports = importsOf(source)
    const pattern = source.path.endsWith('package.json') ? wordPattern : filePattern
    const named = [...source.text.matchAll(pattern)].map(([, name = '']) => name)
    mentions.set(
      source.path,
      [...imports.map(({ specifier }) => specifier), ...named].flatMap(target),
    )
    const values = imports.filter(({ isType, isDynamic }) => !isType && !isDynamic)
    loads.set(source.path, values.map(({ specifier }) => specifier).flatMap(target))
  }
  return { mentions, loads }
}

/** Everything that can be come to from these files, themselves included. */
export function reach(
  edges: ReadonlyMap<string, readonly string[]>,
  from: readonly string[],
): Set<string> {
  const seen = new Set<string>()
  const open = [...from]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    open.push(...(edges.get(path) ?? []))
  }
  return seen
}

/** `@holdpoint/x` and its subpaths, by what the package exports. */
export function packageTargets(sources: readonly Source[]): Map<string, string> {
  const targets = new Map<string, string>()
  for (const { path, text } of sources) {
    if (!path.endsWith('/package.json')) continue
    const { name, exports } = JSON.parse(text) as {
      name?: string
      exports?: string | Record<string, string>
    }
    if (name === undefined || exports === undefined) continue
    const entries = typeof exports === 'string' ? { '.': exports } : exports
    for (const [subpath, file] of Object.entries(entries)) {
      targets.set(posix.join(name, subpath), posix.join(posix.dirname(path), file))
    }
  }
  return targets
}

function resolve(
  from: string,
  specifier: string,
  packages: ReadonlyMap<string, string>,
  paths: ReadonlySet<string>,
): string[] {
  const packaged = packages.get(specifier)
  if (packaged !== undefined) return [packaged]
  const beside = posix.join(posix.dirname(from), specifier)
  return [beside, posix.normalize(specifier)].filter((path) => paths.has(path) && path !== from)
}
