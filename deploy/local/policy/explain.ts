/** npm run policy -- explain: what becomes of one action, rule by rule. */
import { parseArgs } from 'node:util'
import {
  type Explanation,
  explainPolicy,
  maskAt,
  parseDirectory,
  type Submission,
  spokenRuling,
} from '@holdpoint/approval'
import { asJson, exitCodes, type Outcome, readJson, readText, refusalOf } from './outcome.ts'

const options = {
  action: { type: 'string' },
  directory: { type: 'string' },
  mask: { type: 'string', multiple: true },
  labels: { type: 'string' },
  unscanned: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

/** Throws TypeError for wrong usage, Unreadable for a file that is not there. */
export function explain(args: readonly string[]): Outcome {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new TypeError('name one policy file')
  if (values.action === undefined) throw new TypeError('name a file with an action: --action')
  const { directory } = values
  const masked = maskAt(readJson(values.action), values.mask ?? [])
  if ('missing' in masked) throw new TypeError(`the action has nothing at ${masked.missing}`)
  const submission = submissionOf(masked.action, values.labels, values.unscanned)
  try {
    const people =
      directory === undefined ? undefined : parseDirectory(readText(directory), directory)
    const explanation = explainPolicy(readText(file), file, submission, people)
    const { ruling, ...way } = explanation
    const text = values.json
      ? asJson({ ...way, ruling: spokenRuling(ruling) })
      : textOf(explanation)
    return { text, exitCode: exitCodes.right }
  } catch (error) {
    return { text: `error  ${refusalOf(error)}\n`, exitCode: exitCodes.wrong }
  }
}

function submissionOf(action: unknown, labels = '', unscanned = false): Submission {
  const isObject = typeof action === 'object' && action !== null && !Array.isArray(action)
  if (!isObject) throw new TypeError('an action is a JSON object')
  return {
    action: { agent: { id: 'agent' }, params: {}, ...action },
    labels: labels.split(',').filter((label) => label !== ''),
    findings: [],
    unscanned,
    identity: { kind: 'signed' },
  }
}

function textOf(explanation: Explanation): string {
  const { type, agent, rules, ruling } = explanation
  const width = Math.max(...rules.map(({ rule }) => rule.length), 0)
  const lines = rules.map(({ rule, verdict, result, file, because }) => {
    const left = because.map(({ value, why }) => `${value} ${why}`).join(', ')
    const why = left === '' ? '' : `: ${left}`
    return `  ${rule.padEnd(width)}  ${verdict.padEnd(7)}  ${result}${why}  (${file})`
  })
  const { verdict, rule, ...rest } = spokenRuling(ruling)
  const what = Object.entries(rest).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
  return [
    `${type} by ${agent}`,
    ...registryLines(explanation),
    ...lines,
    `${String(verdict)} by rule "${String(rule)}"`,
    ...what,
    '',
  ].join('\n')
}

function registryLines({ registry }: Explanation): string[] {
  if (!registry) return []
  const { mayAsk, excluded, unknown } = registry
  return [
    ...(mayAsk ? [] : ['  the registry does not let this agent ask for this type: denied']),
    ...unknown.map((id) => `  ${id} is nobody in the directory: denied`),
    ...(excluded.length === 0 ? [] : [`  must not decide: ${excluded.join(', ')}`]),
  ]
}
