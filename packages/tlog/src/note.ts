/** C2SP signed-note v1.0.0: a text, an empty line, and lines of signatures over the text. */
import { type Bytes, concat, fromBase64, fromUtf8, toBase64, toHex, utf8 } from './bytes.ts'
import { TlogError } from './error.ts'
import { isKeyName, keyIdBytes, type NoteSigner, type NoteVerifier } from './note-key.ts'

/** A checkpoint with sixteen post-quantum cosignatures is about 55 kB. */
export const noteBytesMax = 128 * 1024
/** The format asks verifiers to bear 16. */
const signaturesMax = 100
const linePattern = /^— (\S+) (\S+)$/

export interface NoteSignature {
  readonly name: string
  readonly keyId: string
  readonly signature: Bytes
}

export interface Note {
  /** Ends in a newline; that newline is signed too. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface OpenedNote extends Note {
  /** Known keys whose signatures hold; at least one. */
  readonly verifiedBy: readonly NoteVerifier[]
}

export function signNote(text: string, signers: readonly NoteSigner[]): string {
  requireText(text)
  const lines = signers.map(({ name, keyId, sign }) => {
    const bytes = concat(hexBytes(keyId), sign(utf8(text)))
    return `— ${name} ${toBase64(bytes)}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** Structure only; nothing is verified. */
export function parseNote(note: Bytes): Note {
  if (note.length > noteBytesMax) throw new TlogError('malformed', 'a note is too long')
  const whole = fromUtf8(note)
  const cut = whole.lastIndexOf('\n\n')
  if (cut < 0 || !whole.endsWith('\n')) throw new TlogError('malformed', 'not a signed note')
  const text = whole.slice(0, cut + 1)
  requireText(text)
  const lines = whole
    .slice(cut + 2)
    .split('\n')
    .slice(0, -1)
  if (lines.length === 0 || lines.length > signaturesMax) {
    throw new TlogError('malformed', `a note with ${lines.length} signatures`)
  }
  return { text, signatures: lines.map(parseLine) }
}

/**
 * Opens a note with the keys that the caller trusts. Signatures of other keys are passed over. A signature under the name and id of a known key must hold, and
 * at least one must be there; else `unverified`.
 */
export async function openNote(
  bytes: Bytes,
  verifiers: readonly NoteVerifier[],
): Promise<OpenedNote> {
  const note = parseNote(bytes)
  const text = utf8(note.text)
  const verifiedBy = new Set<NoteVerifier>()
  for (const { name, keyId, signature } of note.signatures) {
    const known = verifiers.find((each) => each.name === name && each.keyId === keyId)
    if (!known) continue
    if (!(await known.verify(text, signature))) {
      throw new TlogError('unverified', `the signature of ${name} does not hold`)
    }
    verifiedBy.add(known)
  }
  if (verifiedBy.size === 0) throw new TlogError('unverified', 'no signature by a known key')
  return { ...note, verifiedBy: [...verifiedBy] }
}

function parseLine(line: string): NoteSignature {
  const [, name = '', text = ''] = linePattern.exec(line) ?? []
  if (!isKeyName(name)) throw new TlogError('malformed', 'a signature line is not in the format')
  const bytes = fromBase64(text)
  if (bytes.length <= keyIdBytes) throw new TlogError('malformed', 'a signature line is too short')
  const keyId = toHex(bytes.subarray(0, keyIdBytes))
  return { name, keyId, signature: bytes.subarray(keyIdBytes) }
}

function requireText(text: string): void {
  if (!text.endsWith('\n') || hasControls(text)) {
    throw new TlogError(
      'malformed',
      'the text of a note ends in a newline and has no other controls',
    )
  }
}

function hasControls(text: string): boolean {
  return Array.from(text).some((char) => char < ' ' && char !== '\n')
}

function hexBytes(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
