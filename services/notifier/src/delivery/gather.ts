/**
 * Requests that come faster than people can look at them one by one are gathered: so many messages in a minute at one address, then one digest that is changed in
 * place. Alike requests go together. What is urgent always comes alone.
 */
import type { Address } from '../channel/port.ts'
import { type Copy, copyId, isDecided, isUrgent } from './copy.ts'
import type { CopyStore, Lease } from './port.ts'
import type { Route } from './route.ts'

const minuteMs = 60_000
/** What a person takes in at a glance, and a chat message holds in one line each. */
export const membersMax = 25
/** Fewer than this of one kind are no reason to keep them apart. */
const alikeMin = 3

export interface GatherDeps {
  readonly copies: CopyStore
  readonly route: Route
  readonly clock: () => number
}

/** The digest that takes this copy in, stored; undefined: it comes alone. `busy`: others have changed what was to be gathered. */
export async function gathered(
  copy: Copy,
  lease: Lease,
  deps: GatherDeps,
): Promise<Copy | 'busy' | undefined> {
  const { copies, route, clock } = deps
  const { perMinuteMax } = route
  if (isUrgent(copy) || (perMinuteMax === undefined && !copy.isMinor)) return undefined
  const nowMs = clock()
  const rate = { per: 'address', count: perMinuteMax ?? 0, spanMs: minuteMs } as const
  if (!copy.isMinor && (await copies.admit(lease, 'alone', rate, nowMs))) return undefined
  const [id, known] = await openDigest(copy, deps)
  const room = membersMax - (known?.members.length ?? 0)
  const taken = [copy, ...alike(copy, await waitingAt(copy.address, deps))].slice(0, room)
  const digest = withMembers(known ?? emptyDigest(id, copy, nowMs), taken, nowMs)
  const inside = taken.map((each): Copy => ({ ...each, state: 'gathered', changedMs: nowMs }))
  const isSaved = await copies.save(route.name, { copies: [digest, ...inside], nowMs, lease })
  return isSaved ? { ...digest, version: digest.version + 1 } : 'busy'
}

/** Others that could go with it. */
async function waitingAt(address: Address, { copies, route, clock }: GatherDeps) {
  const { ready } = await copies.queue(route.name, clock())
  const ids = ready.filter((each) => each.address === address).map(({ id }) => id)
  const found = await copies.load(route.name, ids)
  const isFit = (each: Copy) => each.state === 'waiting' && !isUrgent(each) && !isDecided(each)
  return found.filter((each): each is Copy => each !== undefined && isFit(each))
}

function alike(copy: Copy, waiting: readonly Copy[]): readonly Copy[] {
  const others = waiting.filter(({ id, isMinor }) => id !== copy.id && isMinor === copy.isMinor)
  const same = others.filter(({ like }) => like === copy.like)
  return same.length + 1 >= alikeMin ? same : others
}

/** This minute's, while it has room. Its number makes its id, so that all replicas mean the same. */
async function openDigest(
  { address, channel }: Copy,
  { copies, clock }: GatherDeps,
): Promise<readonly [string, Copy | undefined]> {
  const minute = Math.floor(clock() / minuteMs)
  for (let number = 0; ; number++) {
    const id = copyId(channel, address, `digest ${minute} ${number}`)
    const [known] = await copies.load(channel, [id])
    const isOpen = known?.state === 'waiting' || known?.state === 'live'
    if (known === undefined || (isOpen && known.members.length < membersMax)) return [id, known]
  }
}

function emptyDigest(
  id: string,
  { channel, address, like, isMinor, sinceMs }: Copy,
  nowMs: number,
): Copy {
  return {
    ...{ id, version: 0, channel, address, kind: 'digest', state: 'waiting', members: [] },
    ...{ shown: 0, nudged: 0, attempts: 0, reposts: 0, notBeforeMs: 0 },
    ...{ like, isMinor, sinceMs, behindMs: nowMs, changedMs: nowMs },
  }
}

function withMembers(digest: Copy, taken: readonly Copy[], nowMs: number): Copy {
  const members = [...digest.members, ...taken.flatMap((copy) => copy.members)]
  return { ...digest, members, behindMs: nowMs, changedMs: nowMs }
}
