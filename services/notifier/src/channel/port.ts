/**
 * What the notifier and a channel ask of each other. A channel shows cards and brings back clicks; it decides nothing, masks nothing, and remembers nothing:
 * whatever must outlive the process is in the handle, which the notifier keeps.
 */
import type { ActionId, Digest, Verdict } from '@holdpoint/contracts'
import type { FastifyInstance } from 'fastify'
import type { Card } from '../card/card.ts'

/** Where a copy goes: a Slack channel, a person's mailbox, an endpoint. Stable, printable, at most 200 characters. */
export type Address = string

/** What a channel needs to find its message again. Opaque to the notifier; at most 2 kB as JSON. */
export type Handle = Readonly<Record<string, string | number>>

/** Someone whose right to be asked the directory knows. */
export interface Recipient {
  readonly person: string
  readonly email?: string
  /** Accounts of this channel that are linked to the person. */
  readonly accounts: readonly string[]
}

/** Nothing is sent twice under one id; a channel passes it on where its service knows such keys. */
export interface Delivery {
  /** Deterministic: of copy and revision. The same in every attempt. */
  readonly id: string
  readonly address: Address
  readonly card: Card
  /** Absent: not there yet. */
  readonly handle?: Handle
  /** People are to be asked once more, or others as well: beside bringing the message up to date, draw attention to it (a line in its thread, a mail). */
  readonly nudge?: Nudge
  /** Who may decide and has not voted; none where nobody is asked any more. Whom a nudge is for. */
  readonly asked?: readonly Recipient[]
  readonly signal: AbortSignal
}

export type Nudge = 'reminder' | 'escalation'

/** What became of an attempt. Everything that may go better later is `later`; a channel never tries again by itself. */
export type Delivered =
  | { readonly kind: 'shown'; readonly handle: Handle; readonly isComplete: boolean }
  /** The message is no longer there; it is posted anew or given up. */
  | { readonly kind: 'gone'; readonly code: string }
  /** Not now. `afterMs`: as the service said. */
  | { readonly kind: 'later'; readonly code: string; readonly afterMs?: number }
  /** Never: the address or the credentials are wrong. Goes to the list of dead letters. */
  | { readonly kind: 'refused'; readonly code: string }

/** Somebody pressed something, and the service has vouched for the account. */
export interface Click {
  /** Stable key of the account within the channel's service, as `slack:T1:U7`; identifies nobody before a link says so. */
  readonly account: string
  /** E-mail that the service itself has verified, where it says so. */
  readonly verifiedEmail?: string
  readonly actionId: ActionId
  readonly verdict: Verdict
  /** Digest of the view that the copy showed, as the button carried it. */
  readonly presented: Digest
  /** Whether that copy showed everything. */
  readonly isComplete: boolean
  readonly reason?: string
  /** Of this press: the same press brought twice is one vote. */
  readonly pressId: string
  /** Where the pressed copy is: adopted where the notifier had lost it. */
  readonly copy?: { readonly address: Address; readonly handle: Handle }
}

/** What the person who pressed is told, and nobody else. */
export type Answer =
  | { readonly kind: 'counted'; readonly card: Card }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly text: string
      readonly link?: string
    }

export interface Inbox {
  /** Resolves once the vote is durably written (or refused before): only then the service is told that it arrived. The answer comes when the gate has judged. */
  press(click: Click): Promise<{ readonly answer: Promise<Answer> }>
  /** The card as this account may see it now; reads only. `verifiedEmail` as in a click. */
  look(account: string, actionId: ActionId, verifiedEmail?: string): Promise<Card | undefined>
  /** A link where a signed-in person binds this account to themself. One time, short lived. */
  linkFor(account: string): Promise<string>
}

export interface Channel {
  /** As in the configuration and in policies. */
  readonly name: string
  readonly kind: string
  /** Whether a sent copy can be changed; where not (e-mail, webhooks) every revision that matters is sent as a message of its own in the same thread. */
  readonly canUpdate: boolean
  /** Most sends in a span, per address and for the channel as a whole. */
  readonly rates: readonly Rate[]
  /** Absent where the service itself can be looked at. */
  readonly record?: ChannelRecord
  /** Where this card goes. */
  addressesOf(card: Card, recipients: readonly Recipient[]): readonly Address[]
  /** Posts, or changes what the handle names. Throws only for errors of our own. */
  deliver(delivery: Delivery): Promise<Delivered>
  /** Several requests at once, where too many come to be shown one by one. */
  deliverDigest(digest: DigestDelivery): Promise<Delivered>
  /** Where the service calls us over HTTP, if it does. Called once, before the edge listens and before `start`. */
  routes?(edge: FastifyInstance, inbox: Inbox): void
  /** Begins to listen for presses. */
  start(inbox: Inbox): Promise<void>
  stop(): Promise<void>
}

/** What is kept of each attempt: ids, times and codes; never what was sent or answered. */
export interface DeliveryEntry {
  readonly id: string
  readonly atMs: number
  readonly tookMs: number
  readonly outcome: Delivered['kind']
  readonly status?: number
  readonly code?: string
  readonly actionId?: string
  readonly revision?: number
}

/** For the owner of what is called: each attempt, and whether it has asked us to stop. */
export interface ChannelRecord {
  /** The latest first. */
  deliveries(): Promise<readonly DeliveryEntry[]>
  isDisabled(): Promise<boolean>
  enable(): Promise<void>
}

export interface Rate {
  readonly per: 'address' | 'channel'
  readonly count: number
  readonly spanMs: number
}

export interface DigestDelivery extends Omit<Delivery, 'card' | 'nudge'> {
  /** Most urgent first. */
  readonly cards: readonly Card[]
}
