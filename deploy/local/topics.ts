/** npm run topics -- --plan: what a deployment needs in Kafka, as commands, or as JSON. */

import { parseArgs } from 'node:util'
import { planDeployment } from './deployment/plan.ts'
import { planText } from './deployment/plan-text.ts'

const usage = `npm run --silent topics -- --plan [options]

Prints the topics, users and ACLs that a deployment needs, as commands for Apache Kafka's tools.

  --prefix NAME.      what every name begins with (default: nothing)
  --slots N           partitions of each topic, fixed for the life of the deployment (default: 12)
  --agents A,B        ids of agents, one user each
  --executors A,B     ids of executors, one user each
  --ingress TOPIC,…   full names of topics whose records are trusted without signatures
  --json              as JSON
`

/** One text each; `plan`, `json` and `help` are flags. */
const options = {
  plan: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  prefix: { type: 'string', default: '' },
  slots: { type: 'string' },
  agents: { type: 'string', default: '' },
  executors: { type: 'string', default: '' },
  ingress: { type: 'string', default: '' },
} as const

process.exitCode = main()

function main(): number {
  const values = readArguments()
  const slots = values?.slots === undefined ? undefined : Number(values.slots)
  const isWrong = slots !== undefined && !(slots >= 1 && Number.isInteger(slots))
  if (values?.help === true) {
    process.stdout.write(usage)
    return 0
  }
  if (values?.plan !== true || isWrong) {
    process.stderr.write(usage)
    return 2
  }
  const plan = planDeployment({
    prefix: values.prefix,
    ...(slots === undefined ? {} : { slots }),
    agents: list(values.agents),
    executors: list(values.executors),
    ingress: list(values.ingress),
  })
  process.stdout.write(values.json === true ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan))
  return 0
}

/** Undefined, and said why, where an argument is none of these. */
function readArguments() {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n`)
    return undefined
  }
}

function list(text: string): string[] {
  return text.split(',').filter((item) => item !== '')
}
