import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase64, toHex, utf8 } from './bytes.ts'
import { sha256 as nodeSha256, verifyEd25519 as nodeVerify } from './crypto-node.ts'
import { sha256 as webSha256, verifyEd25519 as webVerify } from './crypto-web.ts'
import { Frontier } from './frontier.ts'
import { emptyRoot, foldRight, leafHash, nodeHash, perfectRoot } from './hash.ts'
import { countingEntries, treeHash } from './reference-tree.ts'

/** Entry i is the decimal of i; agreed by two implementations in other languages. */
const roots: [number, string][] = [
  [0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
  [1, '2zQm6HgGjSjSabbIcXIyLOU3K2V1bQeJAB00g19gHAM='],
  [2, 'ywCYnZSlacCmeK4EK2Pc1GJduWRAUX83put5duok7Us='],
  [3, 'cl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc='],
  [5, 'tnSPbtepnefahP2X4aO6xvq4mZ9KQ2lcq5Uoot5DEUc='],
  [255, 'Mvhbyqh9e80Fco8J6a66NQumovczgwCH8Fl2goSL5cs='],
  [256, 'goUV0DPBnYyQHzfsy4rtkZZncDSG+NL/8c9wQDIcXbE='],
  [257, 'HtoEmkNR2G92JSvX7At3Rq11t/oDFq1fVB29pFijEsQ='],
  [65536, '8CXQbtgEhZ/SdKG9rK3W5I6odjSqkeHtsgFD+UmM0Cs='],
  [70000, 'Gkzfy2Y3SgwNy+9JrL1JdtE+6GT7PLJB/JQ8rQTwL34='],
]

describe('hashing of RFC 6962', () => {
  test.each(roots)('the root of %i counting entries is the known one', (size, root) => {
    const frontier = Frontier.empty()
    for (const entry of countingEntries(size)) frontier.push(leafHash(entry))
    expect(toBase64(frontier.root())).toBe(root)
    expect(frontier.size).toBe(size)
  })

  test('an entry that looks like a node does not hash like one', () => {
    const [left, right] = [leafHash(utf8('l')), leafHash(utf8('r'))]
    const joined = new Uint8Array(Buffer.concat([left, right]))
    expect(toBase64(leafHash(joined))).not.toBe(toBase64(nodeHash(left, right)))
  })

  test('a frontier that is copied or loaded grows to the same root as the one it came from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 70 }), (old, more) => {
        const leaves = countingEntries(old + more).map(leafHash)
        const grown = Frontier.empty()
        for (const leaf of leaves.slice(0, old)) grown.push(leaf)
        const copied = grown.copy()
        for (const leaf of leaves.slice(old)) copied.push(leaf)
        expect(toHex(copied.root())).toBe(toHex(treeHash(leaves)))
        expect(toHex(grown.root())).toBe(toHex(treeHash(leaves.slice(0, old))))
      }),
    )
  })

  test('folding nothing is the empty tree, and a perfect tree needs a hash', () => {
    expect(foldRight([])).toBe(emptyRoot)
    expect(() => perfectRoot([])).toThrow(/at least one/)
  })
})

describe('the two makes of the primitives', () => {
  test('SHA-256 in plain JavaScript gives what the platform gives, at every block border', () => {
    for (let length = 0; length < 200; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff)
      expect(toHex(webSha256(bytes))).toBe(toHex(nodeSha256(bytes)))
    }
    const long = new Uint8Array(100_000).fill(0xa5)
    expect(toHex(webSha256(long))).toBe(toHex(nodeSha256(long)))
  })

  test('Ed25519 is refused and accepted alike', async () => {
    // RFC 8032 §7.1, test 2.
    const key = Buffer.from(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      'hex',
    )
    const signature = Buffer.from(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      'hex',
    )
    for (const verify of [nodeVerify, webVerify]) {
      expect(await verify(key, Uint8Array.of(0x72), signature)).toBe(true)
      expect(await verify(key, Uint8Array.of(0x73), signature)).toBe(false)
      expect(await verify(key.subarray(1), Uint8Array.of(0x72), signature)).toBe(false)
      expect(await verify(key, Uint8Array.of(0x72), signature.subarray(1))).toBe(false)
    }
  })
})
