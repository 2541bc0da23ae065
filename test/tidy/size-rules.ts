/** Files and functions that have grown past what a reader takes in at once. Aims are lower (report.ts tells); these are the limits. */
import type { Finding, Source } from './source.ts'

/** Lines of one file: past this, a second idea has moved in. */
const fileLinesMax = 300
/** Lines of one function: it no longer fits a screen. */
const functionLinesMax = 60
/** Tables and schemas are as long as what they list. */
const tables = /^packages\/contracts\/src\/errors\.ts$|\/golden\//
/** `…) {`, `…): Type {` or `… => {` opens a function, unless a statement does. */
const opening =
  /^(?<indent>\s*)(?!(?:\} )?(?:if|else|for|while|switch|catch)\b).*(?:\)(?:\s*:[^=]*)?|=>)\s*\{\s*$/

export interface FunctionSize {
  readonly path: string
  readonly line: number
  readonly lines: number
}

export function oversized(sources: readonly Source[], shipped: ReadonlySet<string>): Finding[] {
  const counted = sources.filter(({ path }) => shipped.has(path) && !tables.test(path))
  return [
    ...counted.flatMap(({ path, text }) => {
      const lines = text.split('\n').length
      return lines > fileLinesMax ? [`${path}:1: ${lines} lines, more than ${fileLinesMax}`] : []
    }),
    ...counted
      .flatMap(functionSizes)
      .filter(({ lines }) => lines > functionLinesMax)
      .map(({ path, line, lines }) => `${path}:${line}: a function of ${lines} lines`),
  ]
}

/** By indentation, which the formatter guarantees: a function ends at the closing brace in its own column. */
export function functionSizes({ path, blanked }: Source): FunctionSize[] {
  const lines = blanked.bare.split('\n')
  return lines.flatMap((line, start) => {
    const { indent } = opening.exec(line)?.groups ?? {}
    if (indent === undefined) return []
    const length = lines.slice(start + 1).findIndex((other) => other.startsWith(`${indent}}`)) + 2
    return [{ path, line: start + 1, lines: length }]
  })
}
