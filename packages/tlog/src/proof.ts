/** `c2sp.org/tlog-proof@v1`: one text file that shows, offline and for ever, that an entry is in a log. */
import { type Bytes, fromBase64, fromUtf8, toBase64, utf8 } from './bytes.ts'
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts'
import { TlogError } from './error.ts'
import { type Hash, hashBytes } from './hash.ts'
import type { NoteVerifier } from './note-key.ts'
import { verifyInclusion } from './verify.ts'

export interface TlogProof {
  /** Anything the application likes; not authenticated. */
  readonly extra?: Bytes
  readonly index: number
  /** The leaf's sibling first. */
  readonly path: readonly Hash[]
  /** The signed note, byte for byte. */
  readonly checkpoint: Bytes
}

const header = 'c2sp.org/tlog-proof@v1'
/** ⌈log2 n⌉ for the largest size a number can hold. */
const pathMax = 53
const indexPattern = /^index (0|[1-9][0-9]*)$/
const extraPrefix = 'extra '

export function encodeProof({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [
    header,
    ...(extra ? [`${extraPrefix}${toBase64(extra)}`] : []),
    `index ${index}`,
    ...path.map(toBase64),
  ]
  return `${lines.join('\n')}\n\n${fromUtf8(checkpoint)}`
}

export function parseProof(bytes: Bytes): TlogProof {
  const text = fromUtf8(bytes)
  const cut = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(cut, 0)).split('\n')
  if (cut < 0 || first !== header) throw new TlogError('malformed', `not a ${header} file`)
  const extra = lines[0]?.startsWith(extraPrefix)
    ? lines.shift()?.slice(extraPrefix.length)
    : undefined
  const [, index] = indexPattern.exec(lines.shift() ?? '') ?? []
  if (!Number.isSafeInteger(Number(index))) throw new TlogError('malformed', 'a proof has no index')
  if (lines.length > pathMax) throw new TlogError('malformed', 'a proof is too long')
  const path = lines.map(fromBase64)
  if (path.some((hash) => hash.length !== hashBytes)) {
    throw new TlogError('malformed', 'a hash in a proof is 32 bytes')
  }
  return {
    ...(extra === undefined ? {} : { extra: fromBase64(extra) }),
    index: Number(index),
    path,
    checkpoint: utf8(text.slice(cut + 2)),
  }
}

/** Throws unless the checkpoint is signed by the log's known key and the leaf hash is where the proof says. */
export async function verifyProof(
  proof: TlogProof,
  leaf: Hash,
  verifiers: readonly NoteVerifier[],
): Promise<OpenedCheckpoint> {
  const checkpoint = await openCheckpoint(proof.checkpoint, verifiers)
  verifyInclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
  return checkpoint
}
