import { expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'
import { pointerTo } from './pointer.ts'
import { type Rebuilder, rebuild } from './rebuild.ts'

const plain: Rebuilder = {
  value: (original) => original,
  key: (original) => original,
  wall: () => 'wall',
}
const run = (value: unknown, leaves: Partial<Rebuilder> = {}, limits = defaultLimits) =>
  rebuild(value, '', limits, pointerTo, { ...plain, ...leaves })

test('a value that nothing masks comes back equal, and is another object', () => {
  const value = { a: [1, 'x', null, true, { b: [] }], c: {} }
  expect(run(value)).toEqual(value)
  expect(run(value)).not.toBe(value)
})

test('a key __proto__ stays a key', () => {
  const value = JSON.parse('{"__proto__":{"polluted":1}}')
  const made = run(value) as object
  expect(Object.hasOwn(made, '__proto__')).toBe(true)
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test('paths are those of the masked keys', () => {
  const seen: string[] = []
  const value = (_: string | number, path: string) => seen.push(path)
  run({ a: { b: 'x' }, c: ['y'] }, { value, key: (key) => key.toUpperCase() })
  expect(seen).toEqual(['/A/B', '/C/0'])
})

test('a key can be told that its name is taken', () => {
  const made = run({ a: 1, b: 2 }, { key: (_, __, isTaken) => (isTaken('k') ? 'k2' : 'k') })
  expect(made).toEqual({ k: 1, k2: 2 })
})

test('what the walk did not enter is one value', () => {
  expect(run({ a: { b: 1 } }, {}, { ...defaultLimits, depthMax: 1 })).toEqual({ a: 'wall' })
})
