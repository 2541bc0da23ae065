import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('two services in one process do not meet', async () => {
  const gate = createMetrics('gate')
  const redactor = createMetrics('redactor')
  gate.counter('records_total', 'Records').inc(2)
  redactor.counter('records_total', 'Records').inc(5)
  expect(await gate.registry.metrics()).toContain('holdpoint_records_total{service="gate"} 2')
  expect(await redactor.registry.metrics()).toContain(
    'holdpoint_records_total{service="redactor"} 5',
  )
})

test('a gauge is read when somebody scrapes, and not before', async () => {
  const metrics = createMetrics('gate')
  let reads = 0
  metrics.gauge('slots', 'Open slots', () => ++reads)
  expect(reads).toBe(0)
  expect(await metrics.registry.metrics()).toContain('holdpoint_slots{service="gate"} 1')
  expect(await metrics.registry.metrics()).toContain('holdpoint_slots{service="gate"} 2')
})

test('labels and histograms', async () => {
  const metrics = createMetrics('gate')
  metrics.counter('refused_total', 'Refusals', ['code']).inc({ code: 'HP_STALE_VIEW' })
  metrics.histogram('commit_seconds', 'Commits').observe(0.02)
  const text = await metrics.registry.metrics()
  expect(text).toContain('holdpoint_refused_total{code="HP_STALE_VIEW",service="gate"} 1')
  expect(text).toContain('holdpoint_commit_seconds_bucket{le="0.025",service="gate"} 1')
  expect(text).toMatch(/holdpoint_memory_bytes\{service="gate"\} \d{7,}/)
})

test('an idle process runs no timer for metrics', () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  createMetrics('gate')
  const after = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  expect(after).toBe(before)
})
