import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toBase64, utf8 } from './bytes.ts'
import { encodeCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { emptyRoot, leafHash } from './hash.ts'
import { signNote } from './note.ts'
import { ed25519Signer, ed25519Verifier } from './note-key.ts'
import { encodeProof, parseProof, verifyProof } from './proof.ts'
import { countingEntries, inclusionPath, treeHash } from './reference-tree.ts'

const origin = 'log.example/holdpoint'
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
const signerOf = (name: string) => ed25519Signer(name, raw, (text) => sign(null, text, privateKey))
const verifier = ed25519Verifier(origin, raw)
const root = toBase64(emptyRoot)

describe('checkpoints', () => {
  test.each([
    ['a size with a leading zero', `${origin}\n01\n${root}\n`],
    ['a negative size', `${origin}\n-1\n${root}\n`],
    ['a size beyond exact numbers', `${origin}\n9007199254740993\n${root}\n`],
    ['no origin', `\n1\n${root}\n`],
    ['no root', `${origin}\n1\n`],
    ['a short root', `${origin}\n1\nAAAA\n`],
    ['a root with spare bits set', `${origin}\n1\n${root.replace(/U=$/, 'V=')}\n`],
    ['no newline at the end', `${origin}\n1\n${root}`],
  ])('%s is refused', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow()
  })

  test('text and parts say the same, and extension lines do not matter', () => {
    const checkpoint = { origin, size: 70_000, root: emptyRoot }
    const text = encodeCheckpoint(checkpoint)
    expect(text).toBe(`${origin}\n70000\n${root}\n`)
    expect(toBase64(parseCheckpoint(text).root)).toBe(root)
    expect(parseCheckpoint(`${text}extension\n`).size).toBe(70_000)
    expect(() => encodeCheckpoint({ ...checkpoint, origin: 'two\nlines' })).toThrow(/one line/)
  })

  test('a known key that signs under another name than the origin does not make a checkpoint', async () => {
    const text = encodeCheckpoint({ origin, size: 0, root: emptyRoot })
    const note = utf8(signNote(text, [signerOf('somebody.else')]))
    await expect(openCheckpoint(note, [ed25519Verifier('somebody.else', raw)])).rejects.toThrow(
      /log itself/,
    )
    const own = utf8(signNote(text, [signerOf(origin)]))
    expect((await openCheckpoint(own, [verifier])).size).toBe(0)
  })
})

describe('proof files', () => {
  const leaves = countingEntries(21).map(leafHash)
  const checkpoint = utf8(
    signCheckpoint({ origin, size: 21, root: treeHash(leaves) }, [signerOf(origin)]),
  )
  const proof = { index: 13, path: inclusionPath(13, leaves), checkpoint }
  const file = encodeProof(proof)
  const verify = (bytes: Uint8Array, leaf = leaves[13] as Uint8Array) =>
    verifyProof(parseProof(bytes), leaf, [verifier])

  test('a proof comes back as it was and holds', async () => {
    expect(await verify(utf8(file))).toMatchObject({ origin, size: 21 })
    const withExtra = encodeProof({ ...proof, extra: utf8('13') })
    expect(withExtra).toBe(file.replace('\nindex', '\nextra MTM=\nindex'))
    expect(parseProof(utf8(withExtra)).extra).toEqual(utf8('13'))
    expect(await verify(utf8(withExtra))).toMatchObject({ size: 21 })
  })

  test('any one byte changed, or any other leaf, is refused', async () => {
    const bytes = utf8(file)
    for (const at of bytes.keys()) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(async () => await verify(changed), `byte ${at}`).rejects.toThrow()
    }
    await expect(verify(bytes, leaves[12])).rejects.toThrow(/not in the tree/)
  })

  test.each([
    ['another header', file.replace('@v1', '@v2')],
    ['no index', file.replace(/index 13\n/, '')],
    ['an index with a leading zero', file.replace('index 13', 'index 013')],
    ['an index beyond exact numbers', file.replace('index 13', `index ${2 ** 53}`)],
    ['more hashes than any tree has', file.replace('13\n', `13\n${`${root}\n`.repeat(54)}`)],
    ['no checkpoint', file.slice(0, file.indexOf('\n\n'))],
    ['a short hash', file.replace('13\n', '13\nAAAA\n')],
  ])('a proof with %s is refused', (_, bad) => {
    expect(() => parseProof(utf8(bad))).toThrow()
  })
})
