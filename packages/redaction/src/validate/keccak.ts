/** Keccak-256 as Ethereum uses it (FIPS 202 permutation, original padding): for the check that capitals in an address spell. */

const rounds = 24
const rateBytes = 136
const mask = (1n << 64n) - 1n
/** Rotations along the lane walk, and the lanes that it visits (FIPS 202, 3.2.2 and 3.2.3). */
const rotations = [
  1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
]
const lanes = [
  10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
]
const constants = roundConstants()

/** Of a text shorter than one block (135 characters of ASCII); in lower-case hex. */
export function keccak256(text: string): string {
  const block = new Uint8Array(rateBytes)
  for (let i = 0; i < text.length && i < rateBytes; i++) block[i] = text.charCodeAt(i)
  block[text.length] = 1
  block[rateBytes - 1] = (block[rateBytes - 1] ?? 0) | 0x80
  const state = new BigUint64Array(25)
  const view = new DataView(block.buffer)
  for (let i = 0; i < rateBytes / 8; i++) state[i] = view.getBigUint64(i * 8, true)
  for (const constant of constants) round(state, constant)
  const out = new DataView(new ArrayBuffer(32))
  for (let i = 0; i < 4; i++) out.setBigUint64(i * 8, state[i] ?? 0n, true)
  return Buffer.from(out.buffer).toString('hex')
}

function round(state: BigUint64Array, constant: bigint): void {
  const at = (index: number): bigint => state[index] ?? 0n
  const columns = [0, 1, 2, 3, 4].map(
    (x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20),
  )
  for (let x = 0; x < 5; x++) {
    const mixed = (columns[(x + 4) % 5] ?? 0n) ^ rotate(columns[(x + 1) % 5] ?? 0n, 1)
    for (let y = 0; y < 25; y += 5) state[x + y] = at(x + y) ^ mixed
  }
  let carried = at(1)
  for (const [step, lane] of lanes.entries()) {
    const next = at(lane)
    state[lane] = rotate(carried, rotations[step] ?? 0)
    carried = next
  }
  for (let y = 0; y < 25; y += 5) {
    const row = [0, 1, 2, 3, 4].map((x) => at(y + x))
    for (let x = 0; x < 5; x++)
      state[y + x] = (row[x] ?? 0n) ^ (~(row[(x + 1) % 5] ?? 0n) & mask & (row[(x + 2) % 5] ?? 0n))
  }
  state[0] = at(0) ^ constant
}

function rotate(value: bigint, by: number): bigint {
  return ((value << BigInt(by)) | (value >> BigInt(64 - by))) & mask
}

/** The linear feedback register of FIPS 202, 3.2.5. */
function roundConstants(): bigint[] {
  let register = 1
  return Array.from({ length: rounds }, () => {
    let constant = 0n
    for (let j = 0; j < 7; j++) {
      if (register & 1) constant |= 1n << BigInt((1 << j) - 1)
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0)
    }
    return constant
  })
}
