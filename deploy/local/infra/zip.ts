/** Takes single files out of a zip archive (jar, wheel), so that no unzip program is needed. Stored and deflated entries, no zip64. */

import { inflateRawSync } from 'node:zlib'

const endRecordSignature = 0x06054b50
const centralSignature = 0x02014b50
/** Fixed part of the end record; a comment of up to 64 KiB may follow it. */
const endRecordBytes = 22
const commentBytesMax = 0xffff

export interface ZipEntry {
  readonly name: string
  read(): Buffer
}

export function zipEntries(archive: Buffer): ZipEntry[] {
  const end = findEndRecord(archive)
  const count = archive.readUInt16LE(end + 10)
  const entries: ZipEntry[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== centralSignature) throw new Error('zip: directory is damaged')
    const nameBytes = archive.readUInt16LE(at + 28)
    const skip = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    const header = at
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameBytes),
      read: () => readEntry(archive, header),
    })
    at += 46 + nameBytes + skip
  }
  return entries
}

function findEndRecord(archive: Buffer): number {
  const first = Math.max(0, archive.length - endRecordBytes - commentBytesMax)
  for (let at = archive.length - endRecordBytes; at >= first; at--) {
    if (archive.readUInt32LE(at) === endRecordSignature) return at
  }
  throw new Error('zip: no end record, the file is cut or no zip')
}

function readEntry(archive: Buffer, header: number): Buffer {
  const method = archive.readUInt16LE(header + 10)
  const packedBytes = archive.readUInt32LE(header + 20)
  const bytes = archive.readUInt32LE(header + 24)
  const local = archive.readUInt32LE(header + 42)
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const packed = archive.subarray(start, start + packedBytes)
  const content = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: bytes + 1 })
  if (content.length !== bytes) throw new Error('zip: an entry has another size than declared')
  return content
}
