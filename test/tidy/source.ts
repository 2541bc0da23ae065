/** The tree as the rules see it: every text file once, with what its path says about it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type Blanked, blank } from './blank.ts'

export const root = join(import.meta.dirname, '..', '..')
/** Not ours, or made by running things. */
const skippedFolders = new Set(['node_modules', '.git', '.holdpoint', '.turbo', 'coverage'])
const textFile =
  /(?:\.(?:ts|mts|js|mjs|json|md|ya?ml|html|css|lua|xml|txt|toml|sh|sha256)|^\.ci\/run)$/
const codeFile = /\.(?:ts|mts|js|mjs)$/

export interface Source {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  /** `packages/<name>`, `services/<name>`, or the first folder. */
  readonly home: string
  /** Only of code. */
  readonly blanked: Blanked
  readonly isCode: boolean
  readonly isTest: boolean
}

/** One offence: where, and what in one sentence. */
export type Finding = string

export function sourceOf(path: string, text: string): Source {
  const [top = '', second = ''] = path.split('/')
  const isCode = codeFile.test(path)
  return {
    path,
    text,
    home: top === 'packages' || top === 'services' ? `${top}/${second}` : top,
    blanked: isCode ? blank(text) : { code: '', bare: '' },
    isCode,
    isTest: /\.test\.ts$/.test(path),
  }
}

export function readTree(folder = root): Source[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.flatMap((entry) => {
    const full = join(folder, entry.name)
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : readTree(full)
    const path = relative(root, full).split(sep).join('/')
    return entry.isFile() && textFile.test(path) ? [sourceOf(path, readFileSync(full, 'utf8'))] : []
  })
}

/** Every match in `text` as a finding of this file. */
export function findings(
  { path }: Source,
  text: string,
  pattern: RegExp,
  sentence: string | ((match: RegExpExecArray) => string | undefined),
): Finding[] {
  const all = new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`)
  return [...text.matchAll(all)].flatMap((match) => {
    const said = typeof sentence === 'string' ? sentence : sentence(match)
    return said === undefined ? [] : [`${path}:${lineOf(text, match.index)}: ${said}`]
  })
}

export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
