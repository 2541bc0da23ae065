import { commit, type Digest } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { isCommitted, viewFile, viewPath } from './view.ts'

const salt = 'AAECAwQFBgcICQoLDA0ODw'
const view = { salt, value: { to: '⟦EMAIL·K7QX2M9A⟧', n: 1 } }
const commitment = commit(salt, view.value)

describe('views beside the log', () => {
  test('what is not committed to is told apart: another value, another salt, a salt that is none', () => {
    expect(isCommitted(view, commitment)).toBe(true)
    expect(isCommitted({ ...view, value: { ...view.value, n: 2 } }, commitment)).toBe(false)
    expect(isCommitted({ ...view, salt: 'AQECAwQFBgcICQoLDA0ODw' }, commitment)).toBe(false)
    for (const bad of ['', 'AAEC', `${salt}=`, 'not base64url!']) {
      expect(isCommitted({ ...view, salt: bad }, commitment)).toBe(false)
    }
  })

  test('the file is named by the commitment and holds salt and value in canonical form', () => {
    const { path, bytes } = viewFile(commitment, view)
    expect(path).toBe(viewPath(commitment))
    expect(path).toMatch(/^views\/[\w-]{2}\/[\w-]{43}\.json$/)
    expect(bytes.toString()).toBe(`{"salt":"${salt}","value":{"n":1,"to":"⟦EMAIL·K7QX2M9A⟧"}}`)
  })

  test('no commitment leads out of its folder', () => {
    const odd = `sha256:${'-_'.repeat(21)}A` as Digest
    expect(viewPath(odd)).toBe(`views/-_/${'-_'.repeat(21)}A.json`)
  })
})
