/** A second opinion on whole records: it adds findings, and its absence changes nothing but the list of them. */
import { ActionRedacted, check, MaskedAction, topicName } from '@holdpoint/contracts'
import { createLogger, createMetrics, systemTime } from '@holdpoint/service'
import { type FakePresidio, fakePresidio, type PresidioBehaviour } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleBatch } from './batch.ts'
import type { Kind } from './handle.ts'
import { secondOpinion } from './second-opinion.ts'
import {
  action,
  arrived,
  bench,
  eventsOn,
  intentRecord,
  outcome,
  outcomeRecord,
  shownText,
} from './testing.ts'
import { watchRecords } from './watch.ts'

const name = 'zorblax quennerly'
const params = { note: `call ${name} about card 4111 1111 1111 1111`, n: 1 }
let presidio: FakePresidio
beforeAll(async () => {
  presidio = await fakePresidio({ finds: { PERSON: [name], US_SSN: ['4111 1111 1111 1111'] } })
})
afterAll(() => presidio.close())

async function run(behaviour: PresidioBehaviour | 'nobody', kind: Kind = 'intent') {
  if (behaviour !== 'nobody') presidio.behaviour = behaviour
  const deadlineMs = behaviour === 'hang' ? 200 : 30_000
  const opinion = secondOpinion({ url: presidio.url, deadlineMs }, systemTime)
  const given = bench(behaviour === 'nobody' ? {} : { secondOpinion: opinion })
  const metrics = createMetrics('redactor')
  const log = createLogger({ service: 'redactor', level: 'silent' })
  const watcher = watchRecords(log, metrics, given.handling.workshop.redactor)
  const record =
    kind === 'intent'
      ? intentRecord(action({ params }))
      : outcomeRecord(outcome({ result: params }))
  const handling = { ...given.handling, kind, watcher }
  await handleBatch([arrived(record)], handling, given.cluster.bus())
  opinion.close()
  const [event] = eventsOn(given.cluster, topicName('', 'redacted'))
  return { text: await metrics.registry.metrics(), shown: shownText(given.cluster), event }
}

const noteOf = (data: unknown): string => {
  const { params: masked } = check(MaskedAction, check(ActionRedacted, data).action)
  return String(Object(masked).note).replaceAll(/·\w{8}/g, '')
}

test('what only it has found is masked, what we have found stays ours', async () => {
  const { event, text, shown } = await run('answer')
  expect(noteOf(event?.data)).toBe('call ⟦PERSON⟧ about card ⟦CARD⟧')
  expect(shown).not.toContain('zorblax')
  expect(text).toContain('redactor_opinion_total{end="answered",service="redactor"} 1')
  expect(text).toContain('redactor_opinion_findings_total{type="PERSON",service="redactor"} 1')
  expect(text).not.toContain('opinion_findings_total{type="US_SSN"')
})

test('results of outcomes are shown to it too', async () => {
  const { shown, text } = await run('answer', 'outcome')
  expect(shown).not.toContain('zorblax')
  expect(text).toContain('redactor_opinion_total{end="answered",service="redactor"} 1')
})

test.each<[PresidioBehaviour, string]>([
  ['error', 'failed'],
  ['hang', 'late'],
])('with an analyzer that answers by %s, all is as without one, but a count', async (how, end) => {
  const { event, text } = await run(how)
  const without = await run('nobody')
  const [one, other] = [event, without.event].map((each) => ({
    ...Object(each?.data),
    sealed: undefined,
  }))
  expect(one).toEqual(other)
  expect(noteOf(event?.data)).toBe('call zorblax quennerly about card ⟦CARD⟧')
  expect(text).toContain(`redactor_opinion_total{end="${end}",service="redactor"} 1`)
  expect(without.text).not.toContain('opinion_total{end')
})
