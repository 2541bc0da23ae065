/** Kafka's primitive types, written one behind the other into one buffer, and how many bytes they take. */

export type Bytes = string | Buffer | null | undefined

export class ByteWriter {
  readonly buffer: Buffer
  at = 0

  /** All `bytes` must be written: what was in this memory before is not cleared. */
  constructor(bytes: number) {
    this.buffer = Buffer.allocUnsafe(bytes)
  }

  int8(value: number): void {
    this.at = this.buffer.writeInt8(value, this.at)
  }

  int16(value: number): void {
    this.at = this.buffer.writeInt16BE(value, this.at)
  }

  int32(value: number): void {
    this.at = this.buffer.writeInt32BE(value, this.at)
  }

  int64(value: bigint): void {
    this.at = this.buffer.writeBigInt64BE(value, this.at)
  }

  varInt(value: number): void {
    let rest = zigZag(value)
    for (; rest > 0x7f; rest >>>= 7) this.at = this.buffer.writeUInt8((rest & 0x7f) | 0x80, this.at)
    this.at = this.buffer.writeUInt8(rest, this.at)
  }

  /** A length of variable size, and so many bytes; -1 for none. */
  field(value: Bytes): void {
    if (value === null || value === undefined) {
      this.varInt(-1)
    } else if (typeof value === 'string') {
      this.varInt(Buffer.byteLength(value))
      this.at += this.buffer.write(value, this.at)
    } else {
      this.varInt(value.length)
      this.at += value.copy(this.buffer, this.at)
    }
  }

  /** A length of two bytes, and the text; -1 for none. */
  shortText(text: string | null): void {
    this.int16(text === null ? -1 : Buffer.byteLength(text))
    if (text !== null) this.at += this.buffer.write(text, this.at)
  }
}

export function fieldBytes(value: Bytes): number {
  if (value === null || value === undefined) return varIntBytes(-1)
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : value.length
  return varIntBytes(bytes) + bytes
}

/** Seven bits a byte. */
export function varIntBytes(value: number): number {
  let bytes = 1
  for (let rest = zigZag(value) >>> 7; rest > 0; rest >>>= 7) bytes++
  return bytes
}

/** Small negative numbers become small positive ones. */
function zigZag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0
}
