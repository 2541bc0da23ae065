/** What the auditor has logged: facts of one action, proofs, and the real verifier's word on the whole log. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type ActionId, type Fact, HoldpointError } from '@holdpoint/contracts'
import { repositoryRoot } from '../config.ts'

const answerMsMax = 20_000
const command = join(repositoryRoot, 'services', 'auditor', 'bin', 'holdpoint.mjs')

export interface Logged {
  readonly facts: readonly Fact[]
  /** The action has ended, and its case is closed. */
  readonly isClosed: boolean
}

/** Empty while the auditor knows nothing of it. */
export async function logged(url: string, id: ActionId): Promise<Logged> {
  const answer = await ask(`${url}/v1/records?action=${id}`)
  const text = await answer.text()
  if (!answer.ok) return { facts: [], isClosed: false }
  const { records } = JSON.parse(text) as { records: { leaf: { type: string; fact?: Fact } }[] }
  return {
    facts: records.flatMap(({ leaf }) => leaf.fact ?? []),
    isClosed: records.some(({ leaf }) => leaf.type.includes('.case.')),
  }
}

export async function logKey(url: string): Promise<{ origin: string; vkey: string }> {
  const answer = await ask(`${url}/v1/keys`)
  if (!answer.ok) throw unavailable('the key of the log', answer)
  const { origin, vkey } = (await answer.json()) as { origin: string; vkey: string }
  return { origin, vkey }
}

/** Text of a file that proves how the action ended. */
export async function proofOf(url: string, id: ActionId): Promise<string> {
  const answer = await ask(`${url}/v1/proofs/inclusion?action=${id}`)
  if (answer.ok) return answer.text()
  throw unavailable(`the proof of ${id}`, answer)
}

export interface Verdict {
  readonly exitCode: number
  readonly verdict: string
  readonly log?: { readonly origin: string; readonly size: number; readonly root: string }
  readonly counts?: Readonly<Record<string, number>>
  readonly problems?: readonly unknown[]
}

/** Runs `holdpoint verify` on a folder or a proof, as a stranger would. `keys`: `--trust FILE`, or `--key VKEY`. */
export async function verify(target: string, ...keys: readonly string[]): Promise<Verdict> {
  const args = [command, 'verify', target, ...keys, '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk
  })
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  if (text === '') return { exitCode, verdict: 'NONE' }
  return { ...(JSON.parse(text) as Verdict), exitCode }
}

function unavailable(what: string, { status }: Response): HoldpointError {
  return new HoldpointError('HP_UNAVAILABLE', { what: `${what} (HTTP ${status})` })
}

function ask(url: string): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(answerMsMax) })
}
