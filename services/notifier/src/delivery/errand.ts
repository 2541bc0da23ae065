/** What a worker sets out with for one copy: how the matter stands now, and how to bring it. Decides also what need not be sent, or not yet. */
import { canonicalize, digestBytes } from '@holdpoint/contracts'
import type { Card } from '../card/card.ts'
import type { Delivered, Delivery } from '../channel/port.ts'
import { type Copy, isUrgent } from './copy.ts'
import { gathered } from './gather.ts'
import { type Matter, type MatterDeps, matterOf, memberOf, recipientsIn } from './matter.ts'
import { lastNudge } from './nudge.ts'
import type { CopyStore, Lease } from './port.ts'
import { quietUntilMs } from './quiet.ts'
import type { Route } from './route.ts'

export interface ErrandDeps extends MatterDeps {
  readonly copies: CopyStore
  readonly route: Route
}

export interface Errand {
  readonly copy: Copy
  /** What is on show when it has been brought. */
  readonly brings: { readonly shown: number; readonly nudged: number; readonly face: string }
  /** Absent: it is there already, or no longer to be brought. */
  readonly send?: (signal: AbortSignal) => Promise<Delivered>
  /** What became of it, where nothing is sent. */
  readonly known: Delivered
  /** Until then the rest, a reminder in quiet hours, waits. */
  readonly holdUntilMs?: number
}

/** Undefined: not now; the copy says when. */
export async function errandOf(
  copy: Copy,
  lease: Lease,
  deps: ErrandDeps,
): Promise<Errand | undefined> {
  if (copy.kind === 'digest') return digestErrand(copy, lease, deps)
  const [member] = copy.members
  const matter = member && (await matterOf(member.slot, member.id, deps))
  if (matter === undefined) return layDown(copy, lease, deps)
  if (copy.state === 'waiting' && !memberOf(matter).isDecided) {
    const holdUntilMs = isUrgent(copy) ? undefined : quietUntilMs(deps.clock(), deps.route.quiet)
    if (holdUntilMs !== undefined) return hold(copy, holdUntilMs, lease, deps)
    const digest = await gathered(copy, lease, deps)
    if (digest === 'busy') return undefined
    if (digest) return digestErrand(digest, lease, deps)
  }
  return singleErrand(copy, matter, deps)
}

async function singleErrand(copy: Copy, matter: Matter, deps: ErrandDeps): Promise<Errand> {
  const { card, base, nudges, approval } = matter
  const { clock, route } = deps
  const isNudge = copy.handle !== undefined && matter.asked.length > 0 && nudges > copy.nudged
  const quietMs = isNudge && !isUrgent(copy) ? quietUntilMs(clock(), route.quiet) : undefined
  const nudged = quietMs === undefined ? nudges : copy.nudged
  const nudge =
    isNudge && quietMs === undefined && approval.demand
      ? lastNudge(approval.demand, nudges)
      : undefined
  const face = faceOf([card])
  const brings = { shown: base + nudged, nudged, face }
  const held = quietMs === undefined ? {} : { holdUntilMs: quietMs }
  if (copy.handle && face === copy.face && nudge === undefined) {
    return { copy, brings, known: unchanged(copy), ...held }
  }
  const delivery = {
    ...(await envelope(copy, brings.shown, matter.asked, deps)),
    card,
    ...(nudge === undefined ? {} : { nudge }),
  }
  const send = (signal: AbortSignal) => route.channel.deliver({ ...delivery, signal })
  return { copy, brings, send, known: unchanged(copy), ...held }
}

/** One message of many requests; the most urgent, and among them the oldest, first. */
async function digestErrand(
  copy: Copy,
  lease: Lease,
  deps: ErrandDeps,
): Promise<Errand | undefined> {
  const found = await Promise.all(copy.members.map(({ id, slot }) => matterOf(slot, id, deps)))
  const matters = found.filter((matter) => matter !== undefined)
  if (matters.length === 0) return layDown(copy, lease, deps)
  const cards = matters.map(({ card }) => card).toSorted(byClock)
  // What is forgotten by now is shown as well as it ever will be.
  const gone = copy.members.filter(({ id }) => !matters.some(({ approval }) => approval.id === id))
  const editions = [...matters.map(memberOf), ...gone].map(({ edition }) => edition)
  const shown = editions.reduce((sum, edition) => sum + edition, 0)
  const face = faceOf(cards)
  const brings = { shown, nudged: 0, face }
  if (copy.handle && face === copy.face) return { copy, brings, known: unchanged(copy) }
  const asked = [...new Set(matters.flatMap((matter) => matter.asked))]
  const delivery = { ...(await envelope(copy, shown, asked, deps)), cards }
  const send = (signal: AbortSignal) => deps.route.channel.deliverDigest({ ...delivery, signal })
  return { copy, brings, send, known: unchanged(copy) }
}

async function envelope(
  copy: Copy,
  edition: number,
  asked: readonly string[],
  deps: ErrandDeps,
): Promise<Omit<Delivery, 'card' | 'signal' | 'nudge'>> {
  const { address, handle, id, reposts } = copy
  return {
    id: `${id}-${reposts}-${edition}`,
    address,
    ...(handle === undefined ? {} : { handle }),
    asked: await recipientsIn(deps.route.name, asked, deps),
  }
}

async function hold(copy: Copy, notBeforeMs: number, lease: Lease, deps: ErrandDeps) {
  const saving = { copies: [{ ...copy, notBeforeMs }], nowMs: deps.clock(), lease }
  await deps.copies.save(deps.route.name, saving)
  return undefined
}

/** Nothing is known of it any more: it stays as it is, and nobody is bothered with it. */
async function layDown(copy: Copy, lease: Lease, deps: ErrandDeps): Promise<undefined> {
  const members = copy.members.map((member) => ({ ...member, isDecided: true }))
  const nowMs = deps.clock()
  const gone: Copy = { ...copy, members, state: 'gone', code: 'forgotten', changedMs: nowMs }
  await deps.copies.save(deps.route.name, { copies: [gone], nowMs, lease })
}

const unchanged = ({ handle = {}, isComplete = false }: Copy): Delivered => {
  return { kind: 'shown', handle, isComplete }
}

const faceOf = (cards: readonly Card[]): string =>
  digestBytes(canonicalize(JSON.parse(JSON.stringify(cards))))

const byClock = (one: Card, two: Card): number =>
  (one.clock?.untilMs ?? Number.POSITIVE_INFINITY) -
    (two.clock?.untilMs ?? Number.POSITIVE_INFINITY) || 0
