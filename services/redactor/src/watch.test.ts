/** What operators see: counts and times by type, reason and code; never a value. */
import { readFileSync } from 'node:fs'
import type { InRecord } from '@holdpoint/kafka'
import { createRedactor } from '@holdpoint/redaction'
import { createLogger, createMetrics } from '@holdpoint/service'
import { expect, test } from 'vitest'
import { handleBatch } from './batch.ts'
import type { Kind } from './handle.ts'
import {
  action,
  actionId,
  arrived,
  bench,
  intentRecord,
  outcome,
  outcomeRecord,
  rawRecord,
} from './testing.ts'
import { watchRecords } from './watch.ts'

const redactor = createRedactor({ tagKey: Buffer.alloc(32, 3) })

/** What is scraped and logged after these records. */
async function seen(kind: Kind, records: InRecord[], makeStopwatch = () => () => 0) {
  const metrics = createMetrics('redactor')
  const lines: string[] = []
  const log = createLogger({ service: 'redactor', to: { write: (line) => lines.push(line) } })
  const { handling } = bench({ stopwatch: makeStopwatch() })
  const watcher = watchRecords(log, metrics, redactor)
  await handleBatch(records, { ...handling, kind, watcher }, { send: async () => new Map() })
  return { text: await metrics.registry.metrics(), lines }
}

const line = (name: string, value: number, labels = '') =>
  `holdpoint_redactor_${name}{${labels}service="redactor"} ${value}\n`

test('records are counted by kind and by how they ended', async () => {
  const bad = arrived(rawRecord('intended', actionId, Buffer.from('?')))
  const good = arrived(intentRecord(action()))
  const { text } = await seen('intent', [good, bad, good])
  expect(text).toContain(line('records_total', 2, 'kind="intent",end="masked",'))
  expect(text).toContain(line('records_total', 1, 'kind="intent",end="refused",'))
  expect(text).toContain(line('refused_total', 1, 'kind="intent",code="HP_JSON_SYNTAX",'))
})

test('findings are counted by type, of outcomes too', async () => {
  const result = ['a@customer.example', 'b@customer.example', '4111 1111 1111 1111']
  const { text } = await seen('outcome', [arrived(outcomeRecord(outcome({ result })))])
  expect(text).toContain(line('findings_total', 2, 'type="EMAIL",'))
  expect(text).toContain(line('findings_total', 1, 'type="CARD",'))
  expect(text).toContain(line('records_total', 1, 'kind="outcome",end="masked",'))
})

test('what was masked unseen is counted by reason, and is no finding', async () => {
  const params = ['\u0001\u0002\u0003\u0004', '\u0001'.repeat(9), 'plain']
  const { text } = await seen('intent', [arrived(intentRecord(action({ params })))])
  expect(text).toContain(line('unscanned_total', 2, 'reason="binary",'))
  expect(text).not.toContain('UNSCANNED')
})

test('scanning and sealing are timed apart, each record by itself', async () => {
  const ticks = () => {
    let reads = 0
    // Start and end of the scan, start and end of the seal.
    return () => [0, 3, 3, 4][reads++ % 4] ?? 0
  }
  const record = arrived(intentRecord(action()))
  const { text } = await seen('intent', [record, record], ticks)
  const labels = '{service="redactor",kind="intent"}'
  expect(text).toContain(`scan_seconds_sum${labels} 0.006\n`)
  expect(text).toContain(`seal_seconds_sum${labels} 0.002\n`)
  expect(text).toContain(`seal_seconds_count${labels} 2\n`)
  expect(text).toContain('seal_seconds_bucket{le="0.001",service="redactor",kind="intent"} 2')
})

test('which rules are in force can be read', async () => {
  const { engineVersion, configDigest } = redactor
  const { text } = await seen('intent', [])
  const labels = `version="${engineVersion}",rules="${configDigest}",`
  expect(text).toContain(line('engine_info', 1, labels))
})

test('every metric stands in the README, and no other', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const metrics = createMetrics('redactor')
  watchRecords(createLogger({ service: 'redactor', level: 'silent' }), metrics, redactor)
  const own = metrics.registry.getMetricsAsArray().map(({ name }) => name)
  const redactors = own.filter((name) => name.startsWith('holdpoint_redactor_'))
  const told = readme.match(/holdpoint_redactor_[a-z_]+/g) ?? []
  expect([...new Set(told)].sort()).toEqual(redactors.sort())
})

test('a defect is told by its kind and place, without the words of the error', async () => {
  const given = bench()
  const broken = {
    ...redactor,
    redactParts: () => {
      throw new RangeError('a value: bob@customer.example')
    },
  }
  const lines: string[] = []
  const log = createLogger({ service: 'redactor', to: { write: (text) => lines.push(text) } })
  const watcher = watchRecords(log, createMetrics('redactor'), redactor)
  const workshop = { ...given.handling.workshop, redactor: broken }
  const handling = { ...given.handling, kind: 'intent' as const, watcher, workshop }
  await handleBatch([arrived(intentRecord(action()))], handling, given.cluster.bus())
  expect(lines.join('\n')).not.toContain('bob@')
  const [told, refused] = lines.map((text) => JSON.parse(text))
  expect(told).toMatchObject({ msg: 'stumbled over a record', defect: { name: 'RangeError' } })
  expect(told.defect.stack).toContain('watch.test.ts')
  expect(refused).toMatchObject({ code: 'HP_INTERNAL', offset: 5 })
})
