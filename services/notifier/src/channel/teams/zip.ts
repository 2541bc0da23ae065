/** A ZIP archive of a few small files, after PKWARE's APPNOTE: deflated, without times, so that the same files give the same bytes. */
import { crc32, deflateRawSync } from 'node:zlib'

/** 2.0: directories and deflate. */
const version = 20
const deflated = 8
/** The first day that the format knows; a build is no occasion. */
const firstDay = 0x21
const utf8Names = 0x0800
const [fileMark, directoryMark, endMark] = [0x04034b50, 0x02014b50, 0x06054b50]

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = []
  const index: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes, { level: 9 })
    const path = Buffer.from(name)
    const common = Buffer.concat([
      ...[u16(version, utf8Names, deflated, 0, firstDay)],
      ...[u32(crc32(bytes), packed.length, bytes.length), u16(path.length, 0)],
    ])
    const file = Buffer.concat([u32(fileMark), common, path, packed])
    index.push(u32(directoryMark), u16(version), common, u16(0, 0, 0), u32(0, offset), path)
    files.push(file)
    offset += file.length
  }
  const directory = Buffer.concat(index)
  const { length: count } = entries
  const sizes = u32(directory.length, offset)
  return Buffer.concat([...files, directory, u32(endMark), u16(0, 0, count, count), sizes, u16(0)])
}

/** Little endian, as everything in this format. */
function u16(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length)
  for (const [at, value] of values.entries()) buffer.writeUInt16LE(value, 2 * at)
  return buffer
}

function u32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length)
  for (const [at, value] of values.entries()) buffer.writeUInt32LE(value, 4 * at)
  return buffer
}
