/** The few pieces of Kafka's flexible wire format that a request of our own needs. https://kafka.apache.org/protocol#protocol_types */

/** Reads an answer in its order. */
export class Reader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  int16(): number {
    this.#at += 2
    return this.#bytes.readInt16BE(this.#at - 2)
  }

  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#at++)
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }

  /** Null reads as empty. */
  text(): string {
    const length = Math.max(0, this.varint() - 1)
    this.#at += length
    return this.#bytes.toString('utf8', this.#at - length, this.#at)
  }
}

export const noTags = Buffer.from([0])
export const int8 = (value: number) => Buffer.from([value])

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}

export const compact = (bytes: Buffer) => Buffer.concat([varint(bytes.length + 1), bytes])
export const text = (value: string) => compact(Buffer.from(value))
export const compactArray = (items: readonly Buffer[][]) =>
  Buffer.concat([varint(items.length + 1), ...items.flat()])
