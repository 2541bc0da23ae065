/** C2SP tlog-checkpoint v1.0.0: the text of a note that says how long a log is and what its root is. */
import { type Bytes, fromBase64, toBase64 } from './bytes.ts'
import { TlogError } from './error.ts'
import { type Hash, hashBytes } from './hash.ts'
import { type OpenedNote, openNote, signNote } from './note.ts'
import type { NoteSigner, NoteVerifier } from './note-key.ts'

export interface Checkpoint {
  /** Name of the log: a URL prefix without scheme. */
  readonly origin: string
  /** Number of entries. */
  readonly size: number
  readonly root: Hash
}

export interface OpenedCheckpoint extends Checkpoint {
  readonly note: OpenedNote
}

const sizePattern = /^(0|[1-9][0-9]*)$/

export function encodeCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n')) {
    throw new TlogError('malformed', 'the origin of a log is one line')
  }
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** Further lines are extensions that mean nothing here; they are signed with the rest. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n')
  const isWhole = origin !== '' && sizePattern.test(size) && rest.length >= 1
  if (!isWhole || !Number.isSafeInteger(Number(size))) {
    throw new TlogError('malformed', 'not a checkpoint')
  }
  const hash = fromBase64(root)
  if (hash.length !== hashBytes) throw new TlogError('malformed', 'a root is 32 bytes')
  return { origin, size: Number(size), root: hash }
}

export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(encodeCheckpoint(checkpoint), signers)
}

/**
 * Opens a signed checkpoint. A log signs under its origin, so one of the given keys must bear the origin's name; signatures of others alone do not do.
 */
export async function openCheckpoint(
  bytes: Bytes,
  verifiers: readonly NoteVerifier[],
): Promise<OpenedCheckpoint> {
  const note = await openNote(bytes, verifiers)
  const checkpoint = parseCheckpoint(note.text)
  if (!note.verifiedBy.some(({ name }) => name === checkpoint.origin)) {
    throw new TlogError('unverified', 'the log itself has not signed its checkpoint')
  }
  return { ...checkpoint, note }
}
