/** What npm start can be told on its command line. Pure. */

import { parseArgs } from 'node:util'

export const usage = `npm start -- [options]

Starts Holdpoint with a demo agent and a demo executor, and shows four actions on their way.

  --demo   nobody has to decide: a second demo identity does; ends by itself, with 0 only if every step was right
  --json   with --demo: one JSON object on standard output, everything else on standard error
  --keep   with --demo: everything goes on running until Ctrl-C
  --help   this text

Settings come from the environment, each with a default: HOLDPOINT_NAME, HOLDPOINT_DIR, HOLDPOINT_PORT, HOLDPOINT_SERVERS (given, docker, local, memory) and more; see README.md.

Exit codes: 0 right, 1 a step was wrong, 2 wrong usage, 3 something is missing to start
`

export interface StartOptions {
  readonly demo: boolean
  readonly json: boolean
  readonly keep: boolean
  readonly help: boolean
}

/** Or what is wrong, in one sentence. */
export function parseArguments(args: readonly string[]): StartOptions | { readonly wrong: string } {
  const flag = { type: 'boolean', default: false } as const
  try {
    const options = { demo: flag, json: flag, keep: flag, help: flag }
    const { values } = parseArgs({ args: [...args], options })
    const { demo, json, keep } = values
    if (json && !demo) return { wrong: '--json needs --demo.' }
    if (keep && !demo)
      return { wrong: '--keep needs --demo: without it, everything is kept anyway.' }
    return values
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}
