import { parseTrust } from '@holdpoint/seal'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { tokenOf, trust } from '../test/fixture.ts'
import { loginsMax, rememberedMs, verifyLogin } from './login.ts'

const nowMs = Date.UTC(2026, 5, 1, 12)
const unproven = expect.objectContaining({ code: 'HP_PERSON_UNPROVEN' })
/** Somebody else's eyes on the same file: nothing is remembered by it yet. */
const freshTrust = () => parseTrust(trust.text)
let signatures: ReturnType<typeof vi.spyOn>

beforeEach(() => {
  signatures = vi.spyOn(crypto.subtle, 'verify')
  return () => signatures.mockRestore()
})

describe('a login that was checked is not believed', () => {
  test('when its time is over', async () => {
    const token = await tokenOf('ana', nowMs)
    const known = { trust: freshTrust(), nowMs }
    const { expiresMs } = await verifyLogin(token, known)
    for (const lateMs of [expiresMs, expiresMs + rememberedMs]) {
      await expect(verifyLogin(token, { ...known, nowMs: lateMs })).rejects.toEqual(unproven)
    }
  })

  test('with another signature, or other claims', async () => {
    const [token, other] = [await tokenOf('ana', nowMs), await tokenOf('ben', nowMs)]
    const known = { trust: freshTrust(), nowMs }
    await verifyLogin(token, known)
    const [head, claims] = token.split('.')
    const [, otherClaims, signature] = other.split('.')
    for (const forged of [
      `${head}.${claims}.${signature}`,
      `${head}.${otherClaims}.${token.split('.')[2]}`,
    ]) {
      await expect(verifyLogin(forged, known)).rejects.toEqual(unproven)
    }
  })

  test('under another trust file', async () => {
    const token = await tokenOf('ana', nowMs)
    await verifyLogin(token, { trust: freshTrust(), nowMs })
    const without = parseTrust(JSON.stringify({ ...JSON.parse(trust.text), issuers: [] }))
    await expect(verifyLogin(token, { trust: without, nowMs })).rejects.toEqual(unproven)
  })

  test('before it was given, by a clock that was put back', async () => {
    const token = await tokenOf('ana', nowMs)
    const known = { trust: freshTrust(), nowMs }
    await verifyLogin(token, known)
    await expect(verifyLogin(token, { ...known, nowMs: nowMs - 3_600_000 })).rejects.toEqual(
      unproven,
    )
  })
})

test('a signature is checked once a minute, not for every request', async () => {
  const token = await tokenOf('ana', nowMs)
  const known = { trust: freshTrust(), nowMs }
  const first = await verifyLogin(token, known)
  for (const laterMs of [0, 1, rememberedMs - 1]) {
    expect(await verifyLogin(token, { ...known, nowMs: nowMs + laterMs })).toEqual(first)
  }
  expect(signatures).toHaveBeenCalledOnce()
  await verifyLogin(token, { ...known, nowMs: nowMs + rememberedMs })
  expect(signatures).toHaveBeenCalledTimes(2)
})

test('many logins push out the one that was checked first', async () => {
  const known = { trust: freshTrust(), nowMs }
  const first = await tokenOf('ana', nowMs)
  await verifyLogin(first, known)
  for (let n = 0; n < loginsMax; n++) {
    await verifyLogin(await tokenOf('ana', nowMs, { jti: `${n}` }), known)
  }
  const before = signatures.mock.calls.length
  await verifyLogin(first, known)
  expect(signatures.mock.calls.length).toBe(before + 1)
})
