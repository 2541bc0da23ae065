/** Arguments of Kafka's StorageTool, one a line, for a file: they hold a password. */

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Credential } from './broker-files.ts'

/** As Kafka's own ids. */
const clusterIdBytes = 16

/** `dir` as the broker sees it. Formats it with a first user. */
export function formatArguments(dir: string, { username, password }: Credential): string {
  // The first character is never the dash of an option.
  const clusterId = `H${randomBytes(clusterIdBytes).toString('base64url').slice(1)}`
  const scram = `SCRAM-SHA-512=[name=${username},password=${password}]`
  const config = join(dir, 'server.properties')
  return ['format', '-t', clusterId, '-c', config, '--add-scram', scram].join('\n')
}
