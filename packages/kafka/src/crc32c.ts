/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), which the broker checks on every batch. Sixteen bytes at a time: kafkajs' one at a time cost more than SHA-256 would. */

const polynomial = 0x82f63b78
const sliceBytes = 16
const byteValues = 256

/** At `n * 256 + b`: what byte `b` does to the checksum when `n` more bytes follow it in the same slice. */
const table = makeTable()

/** Unsigned 32 bits. */
export function crc32c(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let crc = -1
  let at = 0
  for (const end = bytes.length - sliceBytes; at <= end; at += sliceBytes) {
    crc =
      word(12, crc ^ view.getInt32(at, true)) ^
      word(8, view.getInt32(at + 4, true)) ^
      word(4, view.getInt32(at + 8, true)) ^
      word(0, view.getInt32(at + 12, true))
  }
  for (; at < bytes.length; at++) crc = entry(0, crc ^ view.getUint8(at)) ^ (crc >>> 8)
  return ~crc >>> 0
}

/** What four bytes do when `n` more follow them in the same slice. */
function word(n: number, four: number): number {
  return (
    entry(n + 3, four) ^
    entry(n + 2, four >>> 8) ^
    entry(n + 1, four >>> 16) ^
    entry(n, four >>> 24)
  )
}

/** Never out of range; the fallback is for the compiler. */
function entry(n: number, byte: number): number {
  return table[n * byteValues + (byte & 0xff)] ?? 0
}

function makeTable(): Int32Array {
  const made = new Int32Array(sliceBytes * byteValues)
  for (let byte = 0; byte < byteValues; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0)
    made[byte] = crc
  }
  for (let at = byteValues; at < made.length; at++) {
    const former = made[at - byteValues] ?? 0
    made[at] = (former >>> 8) ^ (made[former & 0xff] ?? 0)
  }
  return made
}
