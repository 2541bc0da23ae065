/** npm run policy -- check | test | explain: what a policy says, before it is in force. */
import { check } from './policy/check.ts'
import { explain } from './policy/explain.ts'
import { exitCodes, fileProblem } from './policy/outcome.ts'
import { runTables } from './policy/run-tables.ts'

const usage = `npm run --silent policy -- check FILE…                        is it right, and does every rule do something?
npm run --silent policy -- test TABLE…                        do these cases end as expected?
npm run --silent policy -- explain FILE --action ACTION.json  the way of one action through the rules

  --directory FILE   people, groups and agents: check says which of them are not there, explain what the registry says
  --mask POINTER     explain: this value of the action is masked (may stand several times)
  --labels A,B       explain: labels of the action
  --unscanned        explain: a part of it could not be looked at
  --strict           check: warnings count as errors
  --json             as JSON

Exit codes: 0 right; 1 an error in a policy, or a case that does not end as expected; 2 wrong usage; 3 a file that cannot be read.
`

const commands = { check, test: runTables, explain } as const

process.exitCode = main(process.argv.slice(2))

function main([name = '', ...rest]: readonly string[]): number {
  if (name === '--help' || rest.includes('--help')) {
    process.stdout.write(usage)
    return exitCodes.right
  }
  const command = Object.hasOwn(commands, name)
    ? commands[name as keyof typeof commands]
    : undefined
  try {
    const outcome = command?.(rest)
    if (!outcome) throw new TypeError(`there is no ${name === '' ? 'command' : `"${name}"`} here`)
    process.stdout.write(outcome.text)
    return outcome.exitCode
  } catch (error) {
    const problem = fileProblem(error)
    if (!problem && !(error instanceof TypeError)) throw error
    process.stderr.write(problem ?? `${(error as Error).message}\n\n${usage}`)
    return problem ? exitCodes.unreadable : exitCodes.usage
  }
}
