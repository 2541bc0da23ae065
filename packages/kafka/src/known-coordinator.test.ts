import { expect, test } from 'vitest'
import { KnownCoordinator } from './known-coordinator.ts'

test('who has not answered yet is not taken for the coordinator', () => {
  const known = new KnownCoordinator<string>()
  expect(known.take('slot')).toBeUndefined()
  known.hear('slot', 'broker 1')
  expect(known.take('slot')).toBeUndefined()
})

test('who was asked and did not answer is asked for again', () => {
  const known = new KnownCoordinator<string>()
  known.hear('slot', 'broker 1')
  known.served()
  expect(known.take('slot')).toBe('broker 1')
  expect(known.take('slot')).toBeUndefined()
  known.hear('slot', 'broker 2')
  known.served()
  expect(known.take('slot')).toBe('broker 2')
})

test('nobody answers for another transactional id', () => {
  const known = new KnownCoordinator<string>()
  known.hear('slot', 'broker 1')
  known.served()
  expect(known.take('another')).toBeUndefined()
})
