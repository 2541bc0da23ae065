import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromBase64, utf8 } from './bytes.ts'
import { openNote, parseNote, signNote } from './note.ts'
import { ed25519Signer, ed25519Verifier, encodeVkey, isKeyName, parseVkey } from './note-key.ts'

// From the signed-note specification.
const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const text = 'This is an example message.\n'
const line =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'
const known = parseVkey(vkey)
const open = (note: string) => openNote(utf8(note), [known])

/** A fresh key under a name. */
function keyPair(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = fromBase64(
    Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'),
  )
  return {
    signer: ed25519Signer(name, raw, (message) => sign(null, message, privateKey)),
    verifier: ed25519Verifier(name, raw),
    vkey: encodeVkey(name, raw),
  }
}

describe('signed notes', () => {
  test("the specification's note opens with the specification's key", async () => {
    const note = await open(`${text}\n${line}`)
    expect(note.text).toBe(text)
    expect(note.verifiedBy).toEqual([known])
    expect(known.keyId).toBe('530d903a')
  })

  test('a note with any one byte changed is refused', async () => {
    const note = utf8(`${text}\n${line}`)
    for (const at of note.keys()) {
      for (const change of [1, 0x20, 0x80]) {
        const changed = Uint8Array.from(note)
        changed[at] = (changed[at] ?? 0) ^ change
        await expect(openNote(changed, [known]), `byte ${at} ^ ${change}`).rejects.toThrow()
      }
    }
  })

  test('a bad signature under a known name and id spoils the note, even beside a good one', async () => {
    const [a, b] = [keyPair('log.example'), keyPair('witness.example')]
    const note = signNote('text\n', [a.signer, b.signer])
    const lied = note.replace(/(witness\.example \S{20})\S/, (_, head) => `${head}!`)
    await expect(openNote(utf8(lied), [a.verifier, b.verifier])).rejects.toThrow(/base64/)
    const foreign = signNote('other\n', [b.signer]).split('\n\n')[1] ?? ''
    const spoilt = signNote('text\n', [a.signer]) + foreign
    await expect(openNote(utf8(spoilt), [a.verifier, b.verifier])).rejects.toThrow(/does not hold/)
    await expect(openNote(utf8(spoilt), [a.verifier])).resolves.toMatchObject({ text: 'text\n' })
  })

  test('lines of unknown keys are passed over, also when only the name or only the id is known', async () => {
    const [a, stranger] = [keyPair('log.example'), keyPair('log.example')]
    const note = utf8(signNote('text\n', [stranger.signer, a.signer]))
    expect((await openNote(note, [a.verifier])).verifiedBy).toEqual([a.verifier])
    await expect(open(signNote('text\n', [a.signer]))).rejects.toThrow(
      /no signature by a known key/,
    )
  })

  test('the last empty line separates, so a text may have empty lines of its own', async () => {
    const { signer, verifier } = keyPair('log.example')
    const opened = await openNote(utf8(signNote('one\n\ntwo\n', [signer])), [verifier])
    expect(opened.text).toBe('one\n\ntwo\n')
  })

  test.each([
    ['without a signature', `${text}\n`],
    ['without an empty line', `${text}${line}`],
    ['without its last newline', `${text}\n${line}`.slice(0, -1)],
    ['with a carriage return', `This is\r\n\n${line}`],
    ['with a tab', `This\tis\n\n${line}`],
    ['with a hyphen for the dash', `${text}\n${line.replace('—', '-')}`],
    ['with two spaces', `${text}\n${line.replace('foo ', 'foo  ')}`],
    ['with a name of two words', `${text}\n— two ${line.slice(2)}`],
    ['with a signature of nothing but an id', `${text}\n— example.com/foo Uw2QOg==\n`],
    ['with a hundred and one signatures', `${text}\n${line.repeat(101)}`],
    ['of 128 KiB and more', `${'a'.repeat(128 * 1024)}\n\n${line}`],
  ])('a note %s is refused', (_, note) => {
    expect(() => parseNote(utf8(note))).toThrow()
  })

  test('a text that does not end in a newline is never signed', () => {
    expect(() => signNote('text', [keyPair('a').signer])).toThrow(/newline/)
  })
})

describe('keys of notes', () => {
  test('a vkey comes back from its parts, also when its base64 has a plus', () => {
    for (let tries = 0, pluses = 0; pluses < 2; tries += 1) {
      expect(tries).toBeLessThan(1000)
      const { vkey, verifier } = keyPair('log.example')
      if (vkey.split('+').length > 3) pluses += 1
      expect(parseVkey(vkey).keyId).toBe(verifier.keyId)
    }
  })

  test.each([
    ['another id', vkey.replace('530d903a', '530d903b')],
    ['another name', vkey.replace('foo', 'fop')],
    ['a short key', 'example.com/foo+530d903a+Aeky'],
    ['another type', vkey.replace('+Aek', '+Auk')],
    ['no key', 'example.com/foo+530d903a'],
    ['no name', vkey.replace('example.com/foo', '')],
  ])('a vkey with %s is refused', (_, bad) => {
    expect(() => parseVkey(bad)).toThrow()
  })

  test.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u3000b', 'a\n'])('%j is no key name', (name) => {
    expect(isKeyName(name)).toBe(false)
    expect(() => keyPair(name)).toThrow(/key name/)
  })
})
