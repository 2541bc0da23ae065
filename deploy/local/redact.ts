/** npm run redact: what the redaction engine finds in the records on standard input, and what a reviewer would see of them. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { isHoldpointError } from '@holdpoint/contracts'
import { createRedactor, type Profile, type RedactorConfig } from '@holdpoint/redaction'
import { parseDetection } from '@holdpoint/redactor/detection'
import { readText, Unreadable } from './policy/outcome.ts'
import { type Answer, answerTo, lineBytesMax } from './redact/answer.ts'
import { linesOf } from './redact/lines.ts'
import { readKey } from './redact/tag-key.ts'

const usage = `npm run --silent redact [-- options] < RECORDS

Reads one JSON object a line, {"id", "text"} or {"id", "value"}, and writes one a line:
  {"id", "masked", "findings": [{"path", "start", "end", "type", "score", "detector"}]}
"path" is a JSON Pointer into the value ("" for the text), "start" and "end" are UTF-16 units of
the original string there ("in": "key": of the last key of the path). A finding without "start"
covers a value that could not be scanned. A line that is no such record is answered by
  {"line", "error": {"code", "message"}}

  --profile balanced|strict   strict finds what balanced only suspects (default: balanced)
  --detection FILE            the operator's detectors, and what placeholders show
  --tag-key FILE              key of the tags; without it tags differ from run to run
  "scope" in a record         equal values of one scope get equal tags (default: its id)

Exit codes: 0 all lines answered; 1 a line was no record; 2 wrong usage; 3 a file that cannot be read or is wrong.
`

const exitCodes = { right: 0, wrong: 1, usage: 2, unreadable: 3 } as const
const options = {
  profile: { type: 'string', default: 'balanced' },
  detection: { type: 'string' },
  'tag-key': { type: 'string' },
  help: { type: 'boolean' },
} as const
const tagKeyBytes = 32

process.exitCode = await main()

async function main(): Promise<number> {
  const wanted = readArguments(process.argv.slice(2))
  if (typeof wanted === 'number') return wanted
  return await redactAll(wanted)
}

/** What is asked for, or the exit code where the answer is given already. */
function readArguments(args: string[]): number | RedactorConfig {
  try {
    const { values } = parseArgs({ args, options })
    if (values.help === true) {
      process.stdout.write(usage)
      return exitCodes.right
    }
    const file = values['tag-key']
    const tagKey = file === undefined ? randomBytes(tagKeyBytes) : readKey(file)
    const own = values.detection === undefined ? {} : readDetection(values.detection)
    return { tagKey, profile: profileOf(values.profile), ...own }
  } catch (error) {
    if (error instanceof Unreadable) {
      process.stderr.write(`${error.message}\n`)
      return exitCodes.unreadable
    }
    if (!(error instanceof TypeError)) throw error
    process.stderr.write(`${error.message}\n\n${usage}`)
    return exitCodes.usage
  }
}

function readDetection(file: string) {
  try {
    return parseDetection(readText(file), file)
  } catch (error) {
    if (!isHoldpointError(error) || error.code !== 'HP_CONFIG') throw error
    throw new Unreadable(error.message)
  }
}

function profileOf(text: string): Profile {
  if (text === 'balanced' || text === 'strict') return text
  throw new TypeError('--profile is balanced or strict')
}

async function redactAll(config: RedactorConfig): Promise<number> {
  const redactor = createRedactor({ ...config, locates: true })
  // Whoever reads may have seen enough.
  process.stdout.on('error', () => process.exit(exitCodes.right))
  let exitCode: number = exitCodes.right
  for await (const line of linesOf(process.stdin, lineBytesMax)) {
    const answer = answerTo(line, redactor)
    if (answer === undefined) continue
    if ('error' in answer) exitCode = exitCodes.wrong
    await write(answer)
  }
  return exitCode
}

/** Waits for a slow reader: answers are not collected. */
async function write(answer: Answer): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain')
}
