/** npm run policy -- test: cases of a table, each against the policy that the table names. */
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseTable, runTable, type TableResult } from '@holdpoint/approval'
import { asJson, exitCodes, type Outcome, readText, refusalOf } from './outcome.ts'

interface Ran {
  readonly file: string
  readonly error?: string
  readonly cases: readonly TableResult[]
}

/** Throws TypeError for wrong usage, Unreadable for a file that is not there. */
export function runTables(args: readonly string[]): Outcome {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (positionals.length === 0) throw new TypeError('name at least one table')
  const tables = positionals.map(run)
  const isRight = tables.every(
    ({ error, cases }) => error === undefined && cases.every(({ ok }) => ok),
  )
  return {
    text: values.json ? asJson({ right: isRight, tables }) : tables.map(textOf).join(''),
    exitCode: isRight ? exitCodes.right : exitCodes.wrong,
  }
}

function run(file: string): Ran {
  const text = readText(file)
  try {
    const table = parseTable(text, file)
    const policy = join(dirname(file), table.policy)
    return { file, cases: runTable(table, readText(policy), policy) }
  } catch (error) {
    return { file, cases: [], error: refusalOf(error) }
  }
}

function textOf({ file, error, cases }: Ran): string {
  if (error !== undefined) return `error  ${error}\n`
  const failed = cases.filter(({ ok }) => !ok)
  const count = `${cases.length - failed.length} of ${cases.length} cases of ${file} are right\n`
  return failed.map(failureOf).join('') + count
}

function failureOf({ file, name, differences }: TableResult): string {
  const lines = differences.map(
    ({ field, expected, got }) =>
      `         ${field.slice(1)}: expected ${said(expected)}, got ${said(got)}\n`,
  )
  return `wrong    ${file}: ${name}\n${lines.join('')}`
}

const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))
