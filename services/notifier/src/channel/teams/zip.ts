/** A ZIP archive of a few small files, after PKWARE's APPNOTE: deflated, without times, so that the same files give the same bytes. */
import { crc32, deflateRawSync } from 'node:zlib'

/** 2.0: directories and deflate. */
const version = 20
const deflated = 8
/** The first day that the format knows; a build is no occasion. */
const firstDay = 0x21
const utf8Names = 0x0800

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
    const common = numbers([
      ...[
        [2, version],
        [2, utf8Names],
        [2, deflated],
        [2, 0],
        [2, firstDay],
      ],
      ...[
        [4, crc32(bytes)],
        [4, packed.length],
        [4, bytes.length],
        [2, path.length],
        [2, 0],
      ],
    ])
    const file = Buffer.concat([numbers([[4, 0x04034b50]]), common, path, packed])
    const where = numbers([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ])
    index.push(
      numbers([
        [4, 0x02014b50],
        [2, version],
      ]),
      common,
      where,
      path,
    )
    files.push(file)
    offset += file.length
  }
  const directory = Buffer.concat(index)
  const count = entries.length
  const end = numbers([
    ...[
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
    ],
    ...[
      [4, directory.length],
      [4, offset],
      [2, 0],
    ],
  ])
  return Buffer.concat([...files, directory, end])
}

/** Little endian, each in so many bytes. */
function numbers(list: readonly (readonly number[])[]): Buffer {
  return Buffer.concat(
    list.map(([bytes = 0, value = 0]) => {
      const buffer = Buffer.alloc(bytes)
      buffer.writeUIntLE(value, 0, bytes)
      return buffer
    }),
  )
}
