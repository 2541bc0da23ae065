import { createMetrics } from '@holdpoint/service'
import { expect, test } from 'vitest'
import { sealingOf, spentIn } from './measure-sealing.ts'

test('times are read as the redactor tells them, of intents alone', async () => {
  const metrics = createMetrics('redactor')
  expect(spentIn(await metrics.registry.metrics())).toEqual({ count: 0, scan: 0, seal: 0 })
  const scan = metrics.histogram('redactor_scan_seconds', 'Scan', ['kind'])
  const seal = metrics.histogram('redactor_seal_seconds', 'Seal', ['kind'])
  for (const kind of ['intent', 'intent', 'outcome']) {
    scan.observe({ kind }, 0.25)
    seal.observe({ kind }, 0.0625)
  }
  expect(spentIn(await metrics.registry.metrics())).toEqual({ count: 2, scan: 0.5, seal: 0.125 })
})

test('what came before is not counted', () => {
  const before = { count: 100, scan: 1, seal: 1 }
  const after = { count: 300, scan: 1.02, seal: 1.005 }
  const { records, scanMicros, sealMicros, ofScan } = sealingOf(before, after)
  expect(records).toBe(200)
  expect(scanMicros).toBeCloseTo(100)
  expect(sealMicros).toBeCloseTo(25)
  expect(ofScan).toBeCloseTo(0.25)
})
