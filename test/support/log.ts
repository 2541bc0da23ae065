/** The log as a stranger has it: a folder, the `holdpoint` command, and the leaves themselves. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { checkTree, ed25519Verifier, openCheckpoint } from '@holdpoint/tlog'
import { type Stage, waitMs } from './stage.ts'

const command = join(import.meta.dirname, '../../services/auditor/bin/holdpoint.mjs')

export const logDir = ({ hp }: Stage): string => join(hp.dir, 'log')

export interface Verified {
  /** Of the process. */
  readonly code: number | null
  readonly verdict: string
  readonly counts: Readonly<Record<string, number>>
  readonly problems: readonly { readonly severity: string; readonly at: string }[]
  readonly findings: readonly { readonly finding: string; readonly actionId?: string }[]
}

/** `holdpoint verify` as a process of its own. */
export async function verify(
  { hp }: Stage,
  target: string,
  ...more: readonly string[]
): Promise<Verified> {
  const args = [command, 'verify', target, '--trust', hp.files.trust, '--json', ...more]
  const child = spawn(process.execPath, args, { timeout: waitMs, stdio: 'pipe' })
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve))
  const said = await text(child.stdout)
  return { ...JSON.parse(said), code: await exited }
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into leaves of every shape
export type LogLeaf = any

/** All leaves up to the checkpoint, each checked against it. */
export async function leavesIn(at: Stage, dir = logDir(at)): Promise<LogLeaf[]> {
  const note = await readFile(join(dir, 'checkpoint'))
  const [origin = ''] = note.toString().split('\n')
  const { x = '' } = at.key('auditor.jwk')
  const verifier = ed25519Verifier(origin, Buffer.from(x, 'base64url'))
  const { size, root } = await openCheckpoint(note, [verifier])
  const leaves: LogLeaf[] = []
  const onEntry = (entry: Uint8Array) => {
    leaves.push(JSON.parse(Buffer.from(entry).toString()))
  }
  await checkTree({ read: (path) => readFile(join(dir, path)), size, root, onEntry })
  return leaves
}
