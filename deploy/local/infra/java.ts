/** Java and Maven on this machine, if they are there. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Kafka 4 brokers need it. */
const javaVersionMin = 17

export interface Java {
  readonly command: string
  readonly major: number
  /** The full version text: an archive of shared classes belongs to exactly one. */
  readonly version: string
}

/** JAVA_HOME first, then the path; undefined when there is none or it is too old. */
export function findJava(): Java | undefined {
  const home = process.env['JAVA_HOME']
  const commands = [...(home === undefined ? [] : [join(home, 'bin', 'java')]), 'java']
  for (const command of commands) {
    const run = spawnSync(command, ['-version'], { encoding: 'utf8' })
    const major = Number(/version "(?:1\.)?(\d+)/.exec(run.stderr ?? '')?.[1])
    if (run.status === 0 && major >= javaVersionMin) {
      return { command, major, version: run.stderr }
    }
  }
  return undefined
}

export function hasMaven(): boolean {
  return spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status === 0
}
