/** Hashing of RFC 6962 §2.1: leaves and nodes hash under different prefixes, so that neither can pass for the other. */
import { sha256 } from '#crypto'
import type { Bytes } from './bytes.ts'
import { TlogError } from './error.ts'

/** 32 bytes. */
export type Hash = Bytes

export const hashBytes = 32
const leafPrefix = 0x00
const nodePrefix = 0x01

export const emptyRoot: Hash = sha256(new Uint8Array(0))

export function leafHash(entry: Bytes): Hash {
  const prefixed = new Uint8Array(1 + entry.length)
  prefixed[0] = leafPrefix
  prefixed.set(entry, 1)
  return sha256(prefixed)
}

export function nodeHash(left: Hash, right: Hash): Hash {
  const joined = new Uint8Array(1 + 2 * hashBytes)
  joined[0] = nodePrefix
  joined.set(left, 1)
  joined.set(right, 1 + hashBytes)
  return sha256(joined)
}

/** Root over perfect subtrees that stand side by side, the higher ones first. */
export function foldRight(hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1)
  if (!last) return emptyRoot
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** Root over `count` hashes of one height, `count` a power of two. */
export function perfectRoot(hashes: readonly Hash[]): Hash {
  let row = hashes
  while (row.length > 1) row = pairs(row)
  const [root] = row
  if (!root) throw new TlogError('malformed', 'a perfect tree has at least one hash')
  return root
}

function pairs(row: readonly Hash[]): Hash[] {
  const above: Hash[] = []
  for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i] as Hash, row[i + 1] as Hash))
  return above
}
