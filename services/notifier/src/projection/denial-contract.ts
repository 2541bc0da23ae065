/** What every adapter of the projection promises about denials, as tests. */
import { type ActionId, digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Denial, IndexedDenial } from '../denial.ts'
import { denialsPerAgentMax, type Projection, type ProjectionChange } from './port.ts'

const id = (n: number): ActionId =>
  `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}` as ActionId
const digest = digestBytes('x')

const change = (
  from: number | undefined,
  to: number,
  more: Pick<ProjectionChange, 'denials'> & Partial<ProjectionChange>,
): ProjectionChange => ({
  ...{ from, to: { position: to }, approvals: [], views: [], dropped: [], results: [], hints: [] },
  forgetBeforeMs: 0,
  ...more,
})

export function denialContract(open: () => Promise<readonly [Projection, Projection]>): void {
  describe('denials', () => {
    const denial = (n: number, more: Partial<IndexedDenial> = {}): IndexedDenial => ({
      ...{ id: id(n), agent: 'bot', shape: digest, status: 'denied', by: 'people' },
      ...{ deniedAtMs: 1_800_000_000_000 + n, ...more },
    })
    const told = ({ agent: _, shape: __, ...rest }: IndexedDenial): Denial => rest

    test('are found by agent and shape from every partition, latest first', async () => {
      const [one, two] = await open()
      await one.apply(0, change(undefined, 1, { denials: [denial(1), denial(3)] }))
      await one.apply(2, change(undefined, 1, { denials: [denial(2, { by: 'policy' })] }))
      expect(await two.denials('bot', digest)).toEqual([
        ...[told(denial(3)), told(denial(2, { by: 'policy' })), told(denial(1))],
      ])
      expect(await two.denials('other', digest)).toEqual([])
      expect(await two.denials('bot', digestBytes('y'))).toEqual([])
    })

    test('told again, as after a rebuild, are there once, also when the partition was wiped', async () => {
      const [projection] = await open()
      await projection.apply(0, change(undefined, 1, { denials: [denial(1)] }))
      await projection.wipe(0)
      expect(await projection.denials('bot', digest)).toHaveLength(1)
      await projection.apply(0, change(undefined, 1, { denials: [denial(1), denial(1)] }))
      expect(await projection.denials('bot', digest)).toEqual([told(denial(1))])
    })

    test('of one shape are bounded: the latest stay', async () => {
      const [projection] = await open()
      const many = Array.from({ length: 9 }, (_, n) => denial(n))
      await projection.apply(0, change(undefined, 1, { denials: many.toReversed() }))
      const left = await projection.denials('bot', digest)
      expect(left.map((each) => each.id)).toEqual([8, 7, 6, 5].map(id))
    })

    test('of one agent are bounded, and those of others untouched', async () => {
      const [projection] = await open()
      const shapeOf = (n: number) => digestBytes(`shape ${n}`)
      const many = Array.from({ length: denialsPerAgentMax + 1 }, (_, n) =>
        denial(n, { shape: shapeOf(n) }),
      )
      const first = denial(0, { agent: 'quiet', deniedAtMs: 1 })
      await projection.apply(0, change(undefined, 1, { denials: [first, ...many] }))
      expect(await projection.denials('bot', shapeOf(0))).toEqual([])
      expect(await projection.denials('bot', shapeOf(1))).toHaveLength(1)
      expect(await projection.denials('quiet', digest)).toHaveLength(1)
    })

    test('are forgotten with their time', async () => {
      const [projection] = await open()
      const [old, young] = [denial(1), denial(5, { shape: digestBytes('y') })]
      await projection.apply(0, change(undefined, 1, { denials: [old] }))
      const forgetBeforeMs = old.deniedAtMs + 1
      await projection.apply(0, change(1, 2, { denials: [young], forgetBeforeMs }))
      expect(await projection.denials('bot', digest)).toEqual([])
      expect(await projection.denials('bot', young.shape)).toHaveLength(1)
    })
  })
}
