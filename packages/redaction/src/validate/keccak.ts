/** Keccak-256 as Ethereum uses it (FIPS 202 permutation, original padding): for the check that capitals in an address spell. */

const rounds = 24
const rateBytes = 136
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
  for (let i = 0; i < text.length && i < rateBytes - 1; i++) block[i] = text.charCodeAt(i)
  block[text.length] = 1
  block[rateBytes - 1] = (block[rateBytes - 1] ?? 0) | 0x80
  const view = new DataView(block.buffer)
  // 25 lanes of 64 bits as two words each, the low one first.
  const state = new Int32Array(50)
  for (let i = 0; i < rateBytes / 4; i++) state[i] = view.getInt32(i * 4, true)
  const columns = new Int32Array(10)
  for (const constant of constants) {
    mixColumns(state, columns)
    walkLanes(state)
    mixRows(state)
    state[0] = (state[0] ?? 0) ^ constant.low
    state[1] = (state[1] ?? 0) ^ constant.high
  }
  const out = new DataView(new ArrayBuffer(32))
  for (let i = 0; i < 8; i++) out.setInt32(i * 4, state[i] ?? 0, true)
  return Buffer.from(out.buffer).toString('hex')
}

/** θ */
function mixColumns(state: Int32Array, columns: Int32Array): void {
  for (let i = 0; i < 10; i++) {
    let sum = 0
    for (let y = 0; y < 50; y += 10) sum ^= state[i + y] ?? 0
    columns[i] = sum
  }
  for (let x = 0; x < 5; x++) {
    const next = ((x + 1) % 5) * 2
    const before = ((x + 4) % 5) * 2
    const [low, high] = rotate(columns[next] ?? 0, columns[next + 1] ?? 0, 1)
    for (let y = 0; y < 50; y += 10) {
      const at = x * 2 + y
      state[at] = (state[at] ?? 0) ^ (columns[before] ?? 0) ^ low
      state[at + 1] = (state[at + 1] ?? 0) ^ (columns[before + 1] ?? 0) ^ high
    }
  }
}

/** ρ and π */
function walkLanes(state: Int32Array): void {
  let low = state[2] ?? 0
  let high = state[3] ?? 0
  for (const [step, lane] of lanes.entries()) {
    const nextLow = state[lane * 2] ?? 0
    const nextHigh = state[lane * 2 + 1] ?? 0
    const [turnedLow, turnedHigh] = rotate(low, high, rotations[step] ?? 0)
    state[lane * 2] = turnedLow
    state[lane * 2 + 1] = turnedHigh
    low = nextLow
    high = nextHigh
  }
}

/** χ */
function mixRows(state: Int32Array): void {
  for (let y = 0; y < 50; y += 10) {
    const row = state.slice(y, y + 10)
    for (let i = 0; i < 10; i++)
      state[y + i] = (row[i] ?? 0) ^ (~(row[(i + 2) % 10] ?? 0) & (row[(i + 4) % 10] ?? 0))
  }
}

/** Left by 1 to 63 bits, never by 32. */
function rotate(low: number, high: number, by: number): readonly [number, number] {
  const [a, b, n] = by < 32 ? [low, high, by] : [high, low, by - 32]
  return [(a << n) | (b >>> (32 - n)), (b << n) | (a >>> (32 - n))]
}

/** The linear feedback register of FIPS 202, 3.2.5. */
function roundConstants(): { low: number; high: number }[] {
  let register = 1
  return Array.from({ length: rounds }, () => {
    const constant = { low: 0, high: 0 }
    for (let j = 0; j < 7; j++) {
      const bit = (1 << j) - 1
      if (register & 1) {
        if (bit < 32) constant.low |= 1 << bit
        else constant.high |= 1 << (bit - 32)
      }
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0)
    }
    return constant
  })
}
