/** `holdpoint verify DIR|URL|PROOF`: arguments in, text and exit code out. */
import { readFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import { parseTrust, type Trust } from '@holdpoint/seal'
import { type NoteVerifier, parseVkey, TlogError } from '@holdpoint/tlog'
import { logVerifier } from '../log-key.ts'
import { folderFiles, urlFiles } from './files.ts'
import { describeLog, describeProof } from './output.ts'
import { verifyLog } from './verify-log.ts'
import { verifyProofFile } from './verify-proof.ts'

export const usageExitCode = 2

const help = `Usage: holdpoint verify DIR|URL|PROOF [options]

Verifies a log, or one proof out of it, without asking anybody.

  DIR                a log's folder
  URL                address of an auditor (views are not served)
  PROOF              a .tlog-proof file

  --key VKEY         key of the log: the text, or a file with it; may be given again
  --trust FILE       trust file: the log's key, and the keys of gate, agents, executors and issuers
  --leaf FILE        the leaf, where the proof does not carry it
  --known-head FILE  a checkpoint seen before: this log must go on from it
  --json             the report as JSON

Take key and trust file from somewhere that the log's keeper can't write.

Exit codes: 0 valid, 20 incomplete, 30 diverged, 40 invalid, 2 wrong usage
`

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

interface Options {
  readonly key?: string[]
  readonly trust?: string
  readonly leaf?: string
  readonly 'known-head'?: string
  readonly json?: boolean
  readonly help?: boolean
}

export async function run(args: readonly string[]): Promise<CommandResult> {
  try {
    const { positionals, values } = parse(args)
    const [command, target, ...rest] = positionals
    if (values.help) return { exitCode: 0, stdout: help, stderr: '' }
    if (command !== 'verify' || target === undefined || rest.length > 0) {
      return { exitCode: usageExitCode, stdout: '', stderr: help }
    }
    return await verify(target, values)
  } catch (error) {
    const message = usageMessage(error)
    if (message === undefined) throw error
    return { exitCode: usageExitCode, stdout: '', stderr: `${message}\n` }
  }
}

async function verify(target: string, options: Options): Promise<CommandResult> {
  const trust = options.trust ? parseTrust(await text(options.trust), options.trust) : undefined
  const verifiersOf = await keysFrom(options, trust)
  const given = { verifiersOf, ...(trust ? { trust } : {}) }
  const isUrl = /^https?:\/\//.test(target)
  if (!isUrl && (await stat(target)).isFile()) {
    const leaf = options.leaf === undefined ? {} : { leaf: await readFile(options.leaf) }
    const found = await verifyProofFile({ ...given, ...leaf, proof: await readFile(target) })
    const { report } = found
    const stdout = options.json ? `${report.toJson()}\n` : describeProof(found)
    return { exitCode: report.exitCode, stdout, stderr: '' }
  }
  const known = options['known-head']
  const report = await verifyLog({
    ...given,
    files: isUrl ? urlFiles(target) : folderFiles(target),
    ...(known === undefined ? {} : { knownHead: await readFile(known) }),
  })
  const stdout = options.json ? `${report.toJson()}\n` : describeLog(report)
  return { exitCode: report.exitCode, stdout, stderr: '' }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true },
      trust: { type: 'string' },
      leaf: { type: 'string' },
      'known-head': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
}

/** Keys of the log: those given, and the auditor's in the trust file, which sign under whatever name the log has. */
async function keysFrom(
  { key: vkeys = [] }: Options,
  trust: Trust | undefined,
): Promise<(origin: string) => readonly NoteVerifier[]> {
  const given = await Promise.all(vkeys.map(async (vkey) => parseVkey(await vkeyText(vkey))))
  const trusted = trust?.serviceKeys('auditor') ?? []
  if (given.length === 0 && trusted.length === 0) {
    const rule = 'or --trust is needed: a log that vouches for itself proves nothing'
    throw new HoldpointError('HP_FIELD_INVALID', { field: '--key', rule })
  }
  return (origin) => [...given, ...trusted.map(({ jwk }) => logVerifier(origin, jwk))]
}

/** A file that holds it, or the key itself. */
async function vkeyText(vkey: string): Promise<string> {
  return /^[^+]+\+[0-9a-f]{8}\+/.test(vkey) ? vkey : (await text(vkey)).trim()
}

async function text(file: string): Promise<string> {
  return await readFile(file, 'utf8')
}

/** What the person at the keyboard can put right; undefined for everything else. */
function usageMessage(error: unknown): string | undefined {
  if (isHoldpointError(error) || error instanceof TlogError) return error.message
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { code } = error
  const isArgument = typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')
  return isArgument || 'syscall' in error ? error.message : undefined
}
