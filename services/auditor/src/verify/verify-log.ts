/** A whole log, from its checkpoint's signature down to each vote. Reads everything once, in order, with little memory. */
import { HoldpointError } from '@holdpoint/contracts'
import type { Trust } from '@holdpoint/seal'
import {
  checkTree,
  equalBytes,
  fromUtf8,
  type NoteVerifier,
  type OpenedCheckpoint,
  openCheckpoint,
  rootBefore,
  TlogError,
  toBase64,
} from '@holdpoint/tlog'
import type { LogFiles } from './files.ts'
import { LeafWalk } from './leaf-walk.ts'
import { Report } from './report.ts'
import { checkStrays } from './stray-check.ts'

export interface VerifyOptions {
  readonly files: LogFiles
  /** Keys that the log may be signed with, given the origin that it claims. */
  readonly verifiersOf: (origin: string) => readonly NoteVerifier[]
  /** Without it, only the tree, the chains and the views are checked. */
  readonly trust?: Trust
  /** A checkpoint that was seen before, signed. */
  readonly knownHead?: Uint8Array
}

export async function verifyLog(options: VerifyOptions): Promise<Report> {
  const report = new Report()
  await guarded(report, 'checkpoint', async () => {
    const checkpoint = await openHead(options, report)
    if (!checkpoint) return
    await checkLeaves(options, checkpoint, report)
    await checkKnownHead(options, checkpoint, report)
  })
  return report
}

async function openHead(
  { files, verifiersOf }: VerifyOptions,
  report: Report,
): Promise<OpenedCheckpoint | undefined> {
  const note = await files.read('checkpoint')
  if (!note) {
    report.add('incomplete', 'checkpoint', 'is not there')
    return undefined
  }
  const checkpoint = await openCheckpoint(note, verifiersOf(originIn(note)))
  const { origin, size, root } = checkpoint
  const key = checkpoint.note.verifiedBy.find(({ name }) => name === origin)?.keyId ?? ''
  report.log = { origin, size, root: toBase64(root), key }
  return checkpoint
}

async function checkLeaves(
  { files, trust }: VerifyOptions,
  { size, root }: OpenedCheckpoint,
  report: Report,
): Promise<void> {
  const walk = new LeafWalk(report, files, trust)
  const seen = new Set<string>()
  const read = async (path: string) => {
    seen.add(path)
    return await files.read(path)
  }
  const onEntry = (entry: Uint8Array, index: number) => walk.entry(entry, index)
  await guarded(report, 'tree', () => checkTree({ read, size, root, onEntry }))
  walk.end()
  await guarded(report, 'tile', () => checkStrays(files, size, seen, report))
}

/** A head that was seen before must be a beginning of this log. */
async function checkKnownHead(
  { files, verifiersOf, knownHead }: VerifyOptions,
  { note, origin, size }: OpenedCheckpoint,
  report: Report,
): Promise<void> {
  if (!knownHead) return
  const known = await openCheckpoint(knownHead, verifiersOf(originIn(knownHead))).catch((cause) => {
    const rule = 'is not a checkpoint signed by a known key of the log'
    throw new HoldpointError('HP_FIELD_INVALID', { field: '--known-head', rule }, cause)
  })
  if (known.origin !== origin) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: '--known-head',
      rule: 'is of another log',
    })
  }
  if (known.size > size) {
    const rule = `covers ${known.size} entries, this copy has ${size}`
    report.add('incomplete', 'known head', rule)
    return
  }
  const root = await rootBefore(known.size, size, files.read)
  if (equalBytes(root, known.root)) return
  report.add('diverged', 'known head', `has another root over ${known.size} entries: two histories`)
  report.notes = [fromUtf8(knownHead), note.text]
}

export function originIn(note: Uint8Array): string {
  return Buffer.from(note).toString('utf8').split('\n', 1)[0] ?? ''
}

/** Faults of the log become problems; anything else is not about the log. */
export async function guarded(report: Report, at: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof TlogError)) throw error
    report.add(error.fault === 'missing' ? 'incomplete' : 'invalid', at, error.message)
  }
}
