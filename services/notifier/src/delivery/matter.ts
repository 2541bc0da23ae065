/** What a message is about, as it stands at this moment: the card, how much it shows, who is asked, and where. */
import { type Directory, standing } from '@holdpoint/approval'
import type { ActionId } from '@holdpoint/contracts'
import { type Approval, isPending } from '../approval.ts'
import type { Card } from '../card/card.ts'
import type { Recipient } from '../channel/port.ts'
import type { Projection } from '../projection/port.ts'
import { waitedMs } from '../shown.ts'
import type { Member } from './copy.ts'
import { channelsBy, nextAgeMs, nudgesBy } from './nudge.ts'

export interface MatterDeps {
  readonly projection: Pick<Projection, 'find' | 'views' | 'progress'>
  readonly directory: () => Directory
  /** The view model of an approval as it is now. */
  readonly cardOf: (approval: Approval) => Promise<Card>
  /** Accounts of a channel that are linked to the person. */
  readonly accountsOf: (channel: string, person: string) => Promise<readonly string[]>
  /** These, or who is asked in the place of those who are away; rights stay where they are. */
  readonly askedInstead?: (
    people: readonly string[],
    mayDecide: (person: string) => boolean,
    nowMs: number,
  ) => Promise<readonly string[]>
  readonly clock: () => number
}

export interface Matter {
  readonly approval: Approval
  readonly card: Card
  /** Without reminders: those are counted by each copy. */
  readonly base: number
  readonly nudges: number
  /** Channels in which people are asked; undefined: wherever that can be done. */
  readonly channels: readonly string[] | undefined
  /** When there will be news without anything happening. */
  readonly nextMs: number | undefined
  /** People who may decide and have not voted, by their ids. */
  readonly asked: readonly string[]
}

/** Undefined: nobody was asked, or it is forgotten. */
export async function matterOf(
  slot: number,
  id: ActionId,
  deps: MatterDeps,
): Promise<Matter | undefined> {
  const { projection } = deps
  const [progress, approval, views] = await Promise.all([
    projection.progress(slot),
    projection.find(slot, id),
    projection.views(slot, id),
  ])
  if (approval?.demand === undefined) return undefined
  const { demand } = approval
  const freezes = progress?.freezes
  const nowMs = deps.clock()
  const ageMs = waitedMs(approval, { views, freezes, nowMs })
  const isOpen = isPending(approval)
  // What has come before stays counted when it is over: an edition never shrinks.
  const endMs = approval.decidedAtMs ?? nowMs
  const nudges = nudgesBy(demand, waitedMs(approval, { views, freezes, nowMs: endMs }))
  const nextAge = isOpen ? nextAgeMs(demand, ageMs) : undefined
  return {
    ...{ approval, nudges, card: await deps.cardOf(approval) },
    base: approval.revision + (freezes?.spread ?? 0),
    channels: channelsBy(demand, ageMs),
    // While it is frozen this comes too early, and is reckoned again.
    nextMs: nextAge === undefined ? undefined : nowMs + (nextAge - ageMs),
    asked: isOpen ? await askedAbout(approval, ageMs, deps) : [],
  }
}

async function askedAbout(
  approval: Approval,
  ageMs: number,
  { directory, askedInstead, clock }: MatterDeps,
): Promise<readonly string[]> {
  const { demand, excluded, agent, onBehalfOf, votes } = approval
  if (demand === undefined) return []
  const inForce = directory()
  const origin = onBehalfOf === undefined ? { agent } : { agent, onBehalfOf }
  const mayVote = (id: string) =>
    !votes.some(({ person }) => person === id) &&
    standing(id, { excluded, origin }, demand, inForce, ageMs).may
  const entitled = inForce.everybody.map(({ id }) => id).filter(mayVote)
  if (askedInstead === undefined) return entitled
  return (await askedInstead(entitled, mayVote, clock())).filter(mayVote)
}

/** As a channel knows them. */
export async function recipientsIn(
  channel: string,
  asked: readonly string[],
  { directory, accountsOf }: MatterDeps,
): Promise<readonly Recipient[]> {
  const inForce = directory()
  return Promise.all(
    asked.map(async (person) => {
      const email = inForce.person(person)?.email
      const accounts = await accountsOf(channel, person)
      return { person, accounts, ...(email === undefined ? {} : { email }) }
    }),
  )
}

export function memberOf({ approval, base, nudges }: Matter): Member {
  const { id, slot } = approval
  return { id, slot, edition: base + nudges, isDecided: !isPending(approval) }
}
