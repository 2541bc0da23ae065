import { HoldpointError } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { party } from '../test/fixture.ts'
import {
  type Checked,
  inPool,
  inTurn,
  type SignatureToCheck,
  signInPool,
  signInTurn,
} from './signature.ts'

const { signer, keyOf } = party()
const key = keyOf(signer.kid)
if (key === undefined) throw new TypeError('no key')

const ways: [string, Checked][] = [
  ['in the pool', inPool],
  ['in turn', inTurn],
]

function signed(text: string, over = text): SignatureToCheck {
  const wrong = () => new HoldpointError('HP_PROOF_INVALID', { field: text, rule: 'is wrong' })
  return {
    key: key as never,
    bytes: Buffer.from(text),
    signature: signer.sign(Buffer.from(over)),
    wrong,
  }
}

test.each(ways)(
  '%s: one wrong signature among right ones gives nothing away',
  async (_, checked) => {
    const read = checked((check) => {
      for (const text of ['a', 'b', 'c']) check(signed(text, text === 'b' ? 'x' : text))
      return 'secret'
    })
    await expect(read).rejects.toMatchObject({ code: 'HP_PROOF_INVALID', details: { field: 'b' } })
  },
)

test.each(ways)(
  '%s: a signature that is too short is wrong, not an error of ours',
  async (_, checked) => {
    const read = checked((check) => check({ ...signed('a'), signature: Buffer.alloc(3) }))
    await expect(read).rejects.toMatchObject({ code: 'HP_PROOF_INVALID' })
  },
)

test.each(ways)('%s: what the reading itself refuses is told as it is', async (_, checked) => {
  const refusal = new HoldpointError('HP_AUTH', { rule: 'no' })
  const read = checked((check) => {
    check(signed('a'))
    throw refusal
  })
  await expect(read).rejects.toBe(refusal)
})

test.each(ways)('%s: with all signatures right, what was read comes out', async (_, checked) => {
  const read = checked((check) => {
    for (const text of ['a', 'b', 'c']) check(signed(text))
    return 7
  })
  await expect(read).resolves.toBe(7)
})

test('in the pool nothing is believed while a check is under way', async () => {
  let isDone = false
  const read = inPool((check) => check(signed('a'))).then(() => {
    isDone = true
  })
  await Promise.resolve()
  await Promise.resolve()
  expect(isDone).toBe(false)
  await read
})

test('a signature from the pool is the very same as one made at once', async () => {
  const bytes = Buffer.from('what is signed')
  const [now, later] = await Promise.all([signInTurn(signer, bytes), signInPool(signer, bytes)])
  expect(later).toEqual(now)
  expect(later).toEqual(signer.sign(bytes))
})
