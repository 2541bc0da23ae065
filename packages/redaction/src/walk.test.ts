import { expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'
import { lastToken, pointerTo } from './pointer.ts'
import { type Leaf, sizeOf, type Wall, walk } from './walk.ts'

function leaves(value: unknown, limits = defaultLimits): (Leaf | Wall)[] {
  const seen: (Leaf | Wall)[] = []
  walk(value, '', limits, (leaf) => seen.push(leaf) > 0)
  return seen
}

const shown = (value: unknown): string[] =>
  leaves(value).map((leaf) =>
    leaf.kind === 'wall' ? `wall ${leaf.path}` : `${leaf.kind} ${leaf.path} ${leaf.text}`,
  )

test('visits keys before their values, lists in order, and skips what holds no text', () => {
  expect(shown({ a: ['x', 7, null, true], 'b/c~d': { e: 'y' } })).toEqual([
    'key /a a',
    'string /a/0 x',
    'number /a/1 7',
    'key /b~1c~0d b/c~d',
    'key /b~1c~0d/e e',
    'string /b~1c~0d/e y',
  ])
})

test('stops when it is told to', () => {
  const seen: string[] = []
  walk(['a', 'b', 'c'], '', defaultLimits, (leaf) => seen.push(leaf.path) < 2)
  expect(seen).toEqual(['/0', '/1'])
})

test('values in lists are under the key of the list', () => {
  const hints = leaves({ phones: ['1', { x: '2' }] }).map((leaf) =>
    leaf.kind === 'string' ? leaf.sense.hint?.type : undefined,
  )
  expect(hints).toContain('PHONE')
})

test('a value beside its name is under that name', () => {
  const typeOf = (value: unknown) =>
    leaves(value).flatMap((leaf) =>
      leaf.kind === 'string' && leaf.path === '/value' ? [leaf.sense.hint?.type] : [],
    )
  expect(typeOf({ name: 'Authorization', value: 'x' })).toEqual(['SECRET'])
  expect(typeOf({ key: 'db_password', value: 'x' })).toEqual(['PASSWORD'])
  expect(typeOf({ name: 'colour', value: 'x' })).toEqual([undefined])
})

test('an argument is under the option before it, and under what its program makes of it', () => {
  const parts = (...items: string[]) =>
    leaves(items).flatMap((leaf) =>
      leaf.kind === 'string' && leaf.sense.hint !== undefined ? [leaf.text] : [],
    )
  expect(parts('run', '--password', 'maple9', '--verbose')).toEqual(['maple9'])
  expect(parts('mysql', '-h', 'db', '-pmaple9')).toEqual(['-pmaple9'])
  expect(parts('ssh', '-p', '2222')).toEqual([])
})

test('private members of a key are what they are only in a key', () => {
  const hinted = (value: unknown) =>
    leaves(value).flatMap((leaf) =>
      leaf.kind === 'string' && leaf.sense.hint?.type === 'PRIVATE_KEY' ? [leaf.path] : [],
    )
  expect(hinted({ kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'c' })).toEqual(['/d'])
  expect(hinted({ d: 'c', k: 'v' })).toEqual([])
})

test('does not enter what is too deep', () => {
  const limits = { ...defaultLimits, depthMax: 1 }
  expect(leaves({ a: ['x'] }, limits)).toEqual([
    expect.objectContaining({ kind: 'key' }),
    { kind: 'wall', reason: 'limit-depth', path: '/a', size: 17 + 'x'.length - 8 },
  ])
})

test('the size of anything is counted without recursion and without end', () => {
  const endless: unknown[] = []
  endless.push(endless)
  expect(sizeOf(endless)).toBeGreaterThan(0)
  expect(sizeOf('äb')).toBe(3)
})

test('pointers escape what RFC 6901 says, and give it back', () => {
  expect(pointerTo('/a', 'b/c~d')).toBe('/a/b~1c~0d')
  expect(lastToken('/a/b~1c~0d')).toBe('b/c~d')
  expect(lastToken('')).toBe('')
})
