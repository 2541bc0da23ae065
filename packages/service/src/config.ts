/** Settings of one process: a YAML file named by `HOLDPOINT_CONFIG`, checked before anything else starts. The only place that reads the environment. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { inspect } from 'node:util'
import { check, HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import type { Static, TSchema } from 'typebox'
import { LineCounter, parseDocument } from 'yaml'

export const configVariable = 'HOLDPOINT_CONFIG'
/** A settings file is a page; anything larger is the wrong file. */
const configBytesMax = 64 * 1024
/** Groups of the settings whose values are paths. */
const pathGroups = ['files', 'keys'] as const

/** Reads the file that the environment names. Throws HP_CONFIG naming file and field. */
export async function loadConfig<T extends TSchema>(
  schema: T,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Static<T>> {
  const file = environment[configVariable]
  if (!file) throw refusal('environment', configVariable, 'must name the settings file')
  return parseConfig(schema, await read(file), file)
}

/**
 * Settings out of a file's text. Relative paths in `files` and `keys` are resolved from the file's folder. The result prints as one word, since it holds passwords.
 */
export function parseConfig<T extends TSchema>(schema: T, text: string, file: string): Static<T> {
  const value = parseYaml(text, file)
  try {
    return guarded(resolvePaths(check(schema, value), dirname(resolve(file))))
  } catch (error) {
    if (!isHoldpointError(error) || error.code !== 'HP_FIELD_INVALID') throw error
    const { field, rule } = error.details
    throw refusal(file, String(field) || 'the file', String(rule))
  }
}

/** YAML 1.2 without duplicate keys. Says the line of an error, never what stands there. */
function parseYaml(text: string, file: string): unknown {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { prettyErrors: false, lineCounter })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem === undefined) return document.toJS()
  const { line } = lineCounter.linePos(problem.pos[0])
  throw refusal(file, `line ${line}`, `is not valid YAML (${problem.code})`)
}

async function read(file: string): Promise<string> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw refusal(file, 'the file', 'cannot be read', cause)
  }
  if (bytes.length > configBytesMax) {
    throw refusal(file, 'the file', `has more than ${configBytesMax} bytes`)
  }
  return bytes.toString('utf8')
}

function resolvePaths<T>(config: T, folder: string): T {
  if (typeof config !== 'object' || config === null) return config
  const groups = config as Record<string, unknown>
  const resolved = pathGroups.flatMap((name) => {
    const group = groups[name]
    if (typeof group !== 'object' || group === null) return []
    const paths = Object.entries(group).map(([key, path]) => [
      key,
      typeof path === 'string' ? resolve(folder, path) : path,
    ])
    return [[name, Object.fromEntries(paths)]]
  })
  return { ...config, ...Object.fromEntries(resolved) }
}

function guarded<T>(config: T): T {
  if (typeof config !== 'object' || config === null) return config
  const word = () => '[settings]'
  Object.defineProperty(config, 'toJSON', { value: word })
  Object.defineProperty(config, inspect.custom, { value: word })
  return config
}

function refusal(file: string, field: string, rule: string, cause?: unknown): HoldpointError {
  return new HoldpointError('HP_CONFIG', { file, field, rule }, cause)
}
