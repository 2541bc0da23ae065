/** What is told but fails nothing: `node test/tidy/report.ts`. Compare two runs to see the trend. */
import { graphOf, importsOf } from './graph.ts'
import { functionSizes } from './size-rules.ts'
import { readTree, type Source } from './source.ts'
import { partsOf } from './test-rules.ts'

/** Aims of the house; the limits that fail are in size-rules.ts. */
const fileLinesAim = 220
const functionLinesAim = 50
const listMax = 15

const tree = readTree()
const graph = graphOf(tree)
const { shipped, support } = partsOf(tree, graph)
const code = tree.filter(({ isCode }) => isCode)
const lineCount = ({ text }: Source) => text.split('\n').length

section('files beyond the aim', [
  ...code
    .filter((source) => shipped.has(source.path) && lineCount(source) > fileLinesAim)
    .map((source) => `${lineCount(source)}  ${source.path}`),
])
section('functions beyond the aim', [
  ...code
    .filter(({ path }) => shipped.has(path))
    .flatMap(functionSizes)
    .filter(({ lines }) => lines > functionLinesAim)
    .map(({ lines, path, line }) => `${lines}  ${path}:${line}`),
])
section('by package: source lines, median per file, test lines per source line, comments', byHome())
section('dependencies that one file uses', usedOnce())
section('exports that nobody imports', unusedExports())
section('longest chain of imports', [longestChain().join('\n      ')])

function byHome(): string[] {
  const homes = Map.groupBy(code, ({ home }) => home)
  return [...homes].map(([home, sources]) => {
    const shippedSources = sources.filter(({ path }) => shipped.has(path))
    const tests = sources.filter(({ path, isTest }) => isTest || support.has(path))
    const lines = sum(shippedSources.map(lineCount))
    const median = shippedSources.map(lineCount).sort((a, b) => a - b)[shippedSources.length >> 1]
    const ratio = (sum(tests.map(lineCount)) / Math.max(1, lines)).toFixed(1)
    const share = Math.round((100 * sum(shippedSources.map(commentLines))) / Math.max(1, lines))
    return `${home}: ${lines} lines, median ${median ?? 0}, tests × ${ratio}, comments ${share} %`
  })
}

function commentLines({ text, blanked }: Source): number {
  const without = blanked.code.split('\n')
  return text.split('\n').filter((line, at) => line.trim() !== '' && without[at]?.trim() === '')
    .length
}

function usedOnce(): string[] {
  const users = new Map<string, Set<string>>()
  for (const source of code) {
    for (const { specifier } of importsOf(source)) {
      if (/^(?:[.#]|node:|@holdpoint\/)/.test(specifier)) continue
      users.set(specifier, (users.get(specifier) ?? new Set()).add(source.path))
    }
  }
  return [...users].flatMap(([name, paths]) =>
    paths.size === 1 ? [`${name}: ${[...paths].join()}`] : [],
  )
}

/** By name anywhere in the tree: a hint, since names repeat. */
function unusedExports(): string[] {
  const words = new Map<string, number>()
  for (const { blanked } of code) {
    for (const word of new Set(blanked.code.match(/[A-Za-z_$][\w$]*/g) ?? [])) {
      words.set(word, (words.get(word) ?? 0) + 1)
    }
  }
  const pattern = /^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm
  return code
    .filter(({ path }) => shipped.has(path))
    .flatMap(({ path, blanked }) =>
      [...blanked.bare.matchAll(pattern)].flatMap(([, name = '']) =>
        words.get(name) === 1 ? [`${name} in ${path}`] : [],
      ),
    )
}

function longestChain(): string[] {
  const known = new Map<string, string[]>()
  const from = (path: string, above: ReadonlySet<string>): string[] => {
    const done = known.get(path)
    if (done !== undefined || above.has(path)) return done ?? []
    const below = (graph.loads.get(path) ?? []).map((next) => from(next, new Set([...above, path])))
    const longest = below.reduce((best, chain) => (chain.length > best.length ? chain : best), [])
    known.set(path, [path, ...longest])
    return [path, ...longest]
  }
  return [...shipped]
    .map((path) => from(path, new Set()))
    .reduce((best, chain) => (chain.length > best.length ? chain : best), [])
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function section(title: string, lines: readonly string[]): void {
  const shown = lines.slice(0, listMax).map((line) => `  ${line}`)
  const more = lines.length > listMax ? [`  … and ${lines.length - listMax} more`] : []
  process.stdout.write(`${[`${title} (${lines.length})`, ...shown, ...more].join('\n')}\n\n`)
}
