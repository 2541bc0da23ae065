import { createMetrics } from '@holdpoint/service'
import { expect, test } from 'vitest'
import { usageIn } from './processes.ts'

test('what our services tell of themselves is understood', async () => {
  const usage = usageIn(await createMetrics('gate').registry.metrics())
  expect(usage.cpuSeconds).toBeGreaterThan(0)
  expect(usage.memoryMb).toBeGreaterThan(10)
  expect(usage.memoryMb).toBeLessThan(100_000)
})

test('a process that tells nothing is not taken for an idle one', () => {
  expect(() => usageIn('')).toThrow(/does not tell/)
})
