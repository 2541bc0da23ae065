/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), which the broker checks on every batch. Eight bytes at a time: kafkajs' one at a time cost more than SHA-256 would. */

const polynomial = 0x82f63b78
const sliceBytes = 8
const byteValues = 256

/** `tables[n][b]`: what byte `b` does to the checksum when `n` more bytes follow it in the same slice. */
const tables = makeTables()

/** Unsigned 32 bits. */
export function crc32c(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables
  let crc = -1
  let at = 0
  for (const end = bytes.length - sliceBytes; at <= end; at += sliceBytes) {
    crc ^= byte(bytes, at) | (byte(bytes, at + 1) << 8)
    crc ^= (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24)
    crc =
      entry(t7, crc) ^
      entry(t6, crc >>> 8) ^
      entry(t5, crc >>> 16) ^
      entry(t4, crc >>> 24) ^
      entry(t3, byte(bytes, at + 4)) ^
      entry(t2, byte(bytes, at + 5)) ^
      entry(t1, byte(bytes, at + 6)) ^
      entry(t0, byte(bytes, at + 7))
  }
  for (; at < bytes.length; at++) crc = entry(t0, crc ^ byte(bytes, at)) ^ (crc >>> 8)
  return ~crc >>> 0
}

/** Never out of range; the fallback is for the compiler. */
function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}

function entry(table: Int32Array, index: number): number {
  return table[index & 0xff] ?? 0
}

type Eight<T> = [T, T, T, T, T, T, T, T]

function makeTables(): Eight<Int32Array> {
  const single = Int32Array.from({ length: byteValues }, (_, value) => {
    let crc = value
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0)
    return crc
  })
  const made = [single]
  while (made.length < sliceBytes) {
    const last = made.at(-1) ?? single
    made.push(last.map((crc) => (crc >>> 8) ^ entry(single, crc)))
  }
  return made as Eight<Int32Array>
}
