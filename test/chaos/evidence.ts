/** Everything that is left of a scene, read anew: topics as a read-committed reader has them, the log and what `holdpoint verify` says of it. */
import type { Leaf } from '@holdpoint/approval'
import {
  type ActionId,
  ActionSettled,
  check,
  DecisionEvent,
  decodeEvent,
  factDigest,
  GrantIssued,
  GrantRevoked,
  grantIssued,
} from '@holdpoint/contracts'
import { type DumpedRecord, until } from '@holdpoint/testkit'
import { type LogLeaf, leavesIn, logDir, type Verified, verify } from '../support/log.ts'
import type { Ran } from './performer.ts'
import type { Receipt, Scene } from './scene.ts'

/** The auditor is killed as well, and reads on where it was. */
const logWaitMs = 90_000
const lookMs = 1_000

export interface Decided {
  readonly event: DecisionEvent
  /** By the broker's clock. */
  readonly appendedMs: number
}

export interface Evidence {
  readonly accepted: ReadonlyMap<ActionId, string>
  readonly written: ReadonlyMap<string, number>
  readonly receipts: readonly Receipt[]
  readonly runs: readonly Ran[]
  readonly surprises: readonly string[]
  readonly decisions: readonly Decided[]
  readonly grants: readonly GrantIssued[]
  readonly revocations: readonly GrantRevoked[]
  readonly settled: readonly ActionSettled[]
  readonly leaves: readonly Leaf[]
  readonly verified: Pick<Verified, 'code' | 'verdict' | 'problems' | 'findings'>
  readonly slotCount: number
}

/** Waits until the log has all that is on the topic. */
export async function gather(scene: Scene): Promise<Evidence> {
  const { at } = scene
  const leaves = await until(() => completeLog(scene), {
    deadlineMs: logWaitMs,
    everyMs: lookMs,
    what: 'the log to have every decision',
  }).catch(() => leavesIn(at))
  const [decisions, approved, settled, verified] = await Promise.all([
    at.records('decisions'),
    at.records('approved'),
    at.records('settled'),
    verify(at, logDir(at)),
  ])
  const isGrant = (record: DumpedRecord) => decodeEvent(record).attributes.type === grantIssued
  const { accepted, written, receipts, runs, surprises } = scene
  return {
    ...{ accepted, written, receipts, runs, surprises },
    verified: { ...verified, findings: leaves.filter(({ finding }) => finding !== undefined) },
    decisions: decisions.map((record) => ({
      event: check(DecisionEvent, decodeEvent(record).data),
      appendedMs: record.timestampMs,
    })),
    grants: approved.filter(isGrant).map((record) => check(GrantIssued, decodeEvent(record).data)),
    revocations: approved
      .filter((record) => !isGrant(record))
      .map((record) => check(GrantRevoked, decodeEvent(record).data)),
    settled: settled.map((record) => check(ActionSettled, decodeEvent(record).data)),
    leaves: leaves.flatMap(({ fact }) => {
      return fact ? [{ slot: fact.slot, number: fact.number, digest: factDigest(fact) }] : []
    }),
    slotCount: slotsOf(scene),
  }
}

async function completeLog({ at }: Scene): Promise<LogLeaf[] | undefined> {
  const decisions = await at.records('decisions')
  const leaves = await leavesIn(at)
  const count = leaves.filter(({ fact }) => fact !== undefined).length
  return count >= decisions.length ? leaves : undefined
}

function slotsOf({ at: { hp } }: Scene): number {
  return hp.plan.topics.find(({ name }) => name === `${hp.prefix}decisions`)?.partitions ?? 0
}
