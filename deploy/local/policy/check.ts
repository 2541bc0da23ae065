/** npm run policy -- check: errors refuse a file, warnings say where a rule does nothing. */
import { parseArgs } from 'node:util'
import {
  lintPolicy,
  type ParsedDirectory,
  parseDirectory,
  sayWarning,
  type Warning,
} from '@holdpoint/approval'
import { asJson, exitCodes, type Outcome, readText, refusalOf } from './outcome.ts'

interface Checked {
  readonly file: string
  readonly error?: string
  readonly warnings: readonly Warning[]
}

const options = {
  directory: { type: 'string' },
  strict: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

/** Throws TypeError for wrong usage, Unreadable for a file that is not there. */
export function check(args: readonly string[]): Outcome {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  if (positionals.length === 0) throw new TypeError('name at least one policy file')
  const { directory } = values
  const people = directory === undefined ? {} : openDirectory(directory)
  const checked = positionals.map((file) => checkFile(file, people.directory))
  const errors = [
    ...(people.error === undefined ? [] : [people.error]),
    ...checked.flatMap(({ error }) => error ?? []),
  ]
  const warnings = checked.flatMap((one) => one.warnings)
  const isWrong = errors.length > 0 || (values.strict === true && warnings.length > 0)
  const files =
    directory === undefined
      ? checked
      : [
          {
            file: directory,
            warnings: [],
            ...(people.error === undefined ? {} : { error: people.error }),
          },
          ...checked,
        ]
  return {
    text: values.json ? asJson({ right: !isWrong, files }) : textOf(files),
    exitCode: isWrong ? exitCodes.wrong : exitCodes.right,
  }
}

function openDirectory(path: string): { directory?: ParsedDirectory; error?: string } {
  const text = readText(path)
  try {
    return { directory: parseDirectory(text, path) }
  } catch (error) {
    return { error: refusalOf(error) }
  }
}

function checkFile(file: string, directory: ParsedDirectory | undefined): Checked {
  const text = readText(file)
  try {
    return { file, warnings: lintPolicy(text, file, directory) }
  } catch (error) {
    return { file, warnings: [], error: refusalOf(error) }
  }
}

function textOf(files: readonly Checked[]): string {
  return files
    .flatMap(({ file, error, warnings }) => {
      if (error !== undefined) return [`error    ${error}\n`]
      if (warnings.length === 0) return [`right    ${file}\n`]
      return warnings.map((warning) => `warning  ${sayWarning(warning)}\n`)
    })
    .join('')
}
