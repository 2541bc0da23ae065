/** SHA-256 (FIPS 180-4) in plain JavaScript: browsers offer it only asynchronously, and a tree is hashed one node at a time. */
import type { Bytes } from './bytes.ts'

const blockBytes = 64
/** First 32 bits of the fractional parts of the square roots of the first 8 primes. */
const start = primes(8).map((prime) => fraction(Math.sqrt(prime)))
/** The same of the cube roots of the first 64 primes. */
const rounds = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)))

export function sha256(message: Bytes): Bytes {
  const padded = pad(message)
  const words = new DataView(padded.buffer)
  const state = Uint32Array.from(start)
  const schedule = new Uint32Array(64)
  for (let at = 0; at < padded.length; at += blockBytes) {
    for (let i = 0; i < 16; i += 1) schedule[i] = words.getUint32(at + 4 * i)
    expand(schedule)
    compress(state, schedule)
  }
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, i) => {
    digest.setUint32(4 * i, word)
  })
  return new Uint8Array(digest.buffer)
}

function pad(message: Bytes): Uint8Array<ArrayBuffer> {
  const length = Math.ceil((message.length + 9) / blockBytes) * blockBytes
  const padded = new Uint8Array(length)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor(message.length / 0x20000000))
  view.setUint32(length - 4, (message.length * 8) >>> 0)
  return padded
}

function expand(w: Uint32Array): void {
  for (let i = 16; i < 64; i += 1) {
    const near = word(w, i - 2)
    const far = word(w, i - 15)
    const s1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10)
    const s0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3)
    w[i] = word(w, i - 16) + s0 + word(w, i - 7) + s1
  }
}

function compress(state: Uint32Array, w: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = Array.from(state, (value) => value) as Eight
  for (let i = 0; i < 64; i += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(rounds, i) + word(w, i)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const mixed: Eight = [a, b, c, d, e, f, g, h]
  mixed.forEach((value, i) => {
    state[i] = word(state, i) + value
  })
}

type Eight = [number, number, number, number, number, number, number, number]

const word = (words: Uint32Array, i: number): number => words[i] as number
const rotate = (value: number, by: number): number => (value >>> by) | (value << (32 - by))

function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 0x100000000)
}

function primes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n += 1) {
    if (found.every((prime) => n % prime !== 0)) found.push(n)
  }
  return found
}
