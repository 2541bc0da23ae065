/** A log fed from an endless, numbered source, and the check of everything that must hold of it: for the store's tests only. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bytes, fromUtf8, utf8 } from '../bytes.ts'
import { checkTree } from '../check-tree.ts'
import { openCheckpoint } from '../checkpoint.ts'
import { ed25519Signer, ed25519Verifier } from '../note-key.ts'
import type { OnStep } from './disk.ts'
import type { LogWriter } from './port.ts'
import { PosixLog } from './posix-log.ts'

export const origin = 'log.example/test'
const topic = 'source'
// A key for tests; PKCS#8 of an Ed25519 seed of 32 bytes 0x07.
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
})
const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
const publicKey = new Uint8Array(Buffer.from(jwk.x ?? '', 'base64url'))
export const signer = ed25519Signer(origin, publicKey, (text) => sign(null, text, privateKey))
export const verifier = ed25519Verifier(origin, publicKey)

export const openLog = (dir: string, onStep?: OnStep): Promise<PosixLog> =>
  PosixLog.open({
    dir,
    origin,
    signers: [signer],
    verifiers: [verifier],
    ...(onStep ? { onStep } : {}),
  })

/** Entry of the source at this offset; lengths vary. */
export const sourceEntry = (offset: number): Bytes => utf8(`${offset} ${'x'.repeat(offset % 40)}`)

export const sidePath = (offset: number): string => `views/${offset % 2}/${offset}.json`
const hasSide = (offset: number): boolean => offset % 97 === 0

/** Appends the next `count` entries of the source; a few have a file beside the log. */
export async function feed(log: LogWriter, count: number): Promise<void> {
  const from = log.position(topic, 0) ?? 0
  const offsets = Array.from({ length: count }, (_, i) => from + i)
  await log.append({
    entries: offsets.map(sourceEntry),
    positions: [{ topic, partition: 0, next: from + count }],
    files: offsets
      .filter((offset) => hasSide(offset))
      .map((offset) => ({ path: sidePath(offset), bytes: sourceEntry(offset) })),
  })
}

/** Reads the whole log as a stranger does, and holds every published entry and side file against the source. Returns the published size. */
export async function checkLog(dir: string): Promise<number> {
  const read = async (path: string) => await readFile(join(dir, path)).catch(() => undefined)
  const note = await read('checkpoint')
  if (!note) throw new Error('no checkpoint')
  const { size, root } = await openCheckpoint(note, [verifier])
  await checkTree({
    read,
    size,
    root,
    onEntry: async (entry, index) => {
      if (fromUtf8(entry) !== fromUtf8(sourceEntry(index)))
        throw new Error(`entry ${index} differs`)
      if (!hasSide(index)) return
      const side = await read(sidePath(index))
      if (!side?.equals(sourceEntry(index))) throw new Error(`side file ${index} differs`)
    },
  })
  return size
}

/** Memory where there is such a folder: what a kill leaves behind is the same there, and nobody waits for a disk. */
const tempRoot = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export async function withTempDir<T>(act: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tempRoot, 'hp-tlog-'))
  try {
    return await act(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** The live segment of the write-ahead log. */
export async function segmentPath(dir: string): Promise<string> {
  const names = (await readdir(join(dir, '.state/wal'))).sort()
  return join(dir, '.state/wal', names.at(-1) ?? '')
}
