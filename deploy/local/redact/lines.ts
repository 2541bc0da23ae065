/** Bytes into lines, one in memory at a time. A line that is too long is named and passed over, never kept. */

export type Line =
  | { readonly number: number; readonly bytes: Buffer }
  | { readonly number: number; readonly tooLong: number }

const newline = 0x0a

/** Numbers count from 1. The last line may lack its end. */
export async function* linesOf(
  input: AsyncIterable<Uint8Array>,
  bytesMax: number,
): AsyncGenerator<Line> {
  let pieces: Uint8Array[] = []
  let size = 0
  let number = 0
  const take = (piece: Uint8Array): void => {
    size += piece.length
    if (size <= bytesMax) pieces.push(piece)
    else pieces = []
  }
  const finish = (): Line => {
    number++
    const line = size > bytesMax ? { number, tooLong: size } : { number, bytes: join(pieces) }
    pieces = []
    size = 0
    return line
  }
  for await (const chunk of input) {
    let from = 0
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      take(chunk.subarray(from, at))
      yield finish()
      from = at + 1
    }
    take(chunk.subarray(from))
  }
  if (size > 0) yield finish()
}

function join(pieces: readonly Uint8Array[]): Buffer {
  const [first] = pieces
  if (pieces.length === 1 && first !== undefined)
    return Buffer.from(first.buffer, first.byteOffset, first.byteLength)
  return Buffer.concat(pieces)
}
