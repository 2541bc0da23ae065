import { describe, expect, test } from 'vitest'
import { findViolations } from '../invariants.ts'
import { change, clean, ids, options, type Planted } from './planting.ts'

describe('what follows without a decision, or does not follow from one is found', () => {
  test.each<[string, Planted, RegExp]>([
    [
      'an end without an action',
      ({ settled }) => {
        const { actionId: _, ...end } = settled[0] as (typeof settled)[0]
        settled.push({ ...end, status: 'denied' })
      },
      /an end without an action/,
    ],
    [
      'a release without a decision',
      ({ grants }) => {
        grants.push({ ...(grants[0] as (typeof grants)[0]), actionId: ids.held })
      },
      /released without a decision/,
    ],
    [
      'an approval that is not released',
      ({ grants }) => grants.splice(0, 1),
      /approved and not released/,
    ],
    [
      'a release twice',
      ({ grants }) => grants.push(grants[0] as (typeof grants)[0]),
      /released twice/,
    ],
    [
      'a release on other terms',
      ({ grants }) => change(grants, ids.ran, { audience: 'evil' }),
      /on other terms/,
    ],
    [
      'a release of another view',
      ({ grants }) => change(grants, ids.ran, { action: {} }),
      /with another view/,
    ],
    [
      'a release under another grant',
      ({ grants }) => change(grants, ids.ran, { grant: 'x' }),
      /under another grant/,
    ],
    [
      'a revocation that executors are not told',
      ({ revocations }) => revocations.splice(0, 1),
      /executors are not told/,
    ],
    [
      'a revocation of a grant that holds',
      ({ revocations }) => {
        revocations.push({ ...(revocations[0] as (typeof revocations)[0]), actionId: ids.ran })
      },
      /taken back that still holds/,
    ],
    [
      'a revocation of another grant',
      ({ revocations }) => change(revocations, ids.revoked, { jti: 'x' }),
      /another grant taken back/,
    ],
    [
      'an end that the agent is not told',
      ({ settled }) => settled.splice(0, 1),
      /its agent is not told/,
    ],
    [
      'an end that is none',
      ({ settled }) => {
        settled.push({ ...(settled[0] as (typeof settled)[0]), actionId: ids.held })
      },
      /is called denied and has not ended/,
    ],
    [
      'an end told twice',
      ({ settled }) => settled.push(settled[1] as (typeof settled)[0]),
      /ends twice/,
    ],
    [
      'another end than the agent is told',
      ({ settled }) => change(settled, ids.ran, { status: 'failed' }),
      /told otherwise/,
    ],
    [
      'a reconciliation that the agent is not told',
      ({ settled }) => {
        settled.splice(
          settled.findIndex(({ reconciled }) => reconciled),
          1,
        )
      },
      /reconciled as succeeded and its agent is not told so/,
    ],
    [
      'another finding than the agent is told',
      ({ settled }) => {
        for (const end of settled) if (end.reconciled) end.status = 'failed'
      },
      /reconciled as succeeded and its agent is not told so/,
    ],
    [
      'a reconciliation that nobody has made',
      ({ settled }) => {
        const ran = settled.find(({ actionId }) => actionId === ids.unknown)
        settled.push({ ...(ran as (typeof settled)[0]), status: 'failed', reconciled: true })
      },
      /called reconciled and is not/,
    ],
    [
      'a reconciliation told twice',
      ({ settled }) => {
        settled.push(settled.find(({ reconciled }) => reconciled) as (typeof settled)[0])
      },
      /reconciled twice/,
    ],
    [
      'a rejection that nobody is told',
      ({ settled }) => {
        settled.splice(
          settled.findIndex(({ status }) => status === 'rejected'),
          1,
        )
      },
      /turned away/,
    ],
    [
      'a run without a claim',
      ({ runs }) => {
        runs.push({ actionId: ids.held, claimId: 'x', executor: 'exec-1' })
      },
      /runs without the claim/,
    ],
    [
      'a run by another executor',
      ({ runs }) => change(runs, ids.ran, { executor: 'exec-2' }),
      /runs without the claim/,
    ],
    ['two runs of one action', ({ runs }) => runs.push(runs[0] as (typeof runs)[0]), /runs twice/],
  ])('%s', (_, plant, expected) => {
    const records = structuredClone(clean)
    plant(records)
    expect(findViolations(records, options).join('\n')).toMatch(expected)
  })
})
