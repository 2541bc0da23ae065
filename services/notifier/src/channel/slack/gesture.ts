/** What somebody did in Slack, read from what Slack says about it. Every field is checked before it is believed; nothing here gives anybody a right. Pure. */
import { check, isHoldpointError } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import type { Click } from '../port.ts'
import { type Locator, readLocator } from './locator.ts'
import { buttonIds } from './message.ts'
import { type Filled, type Origin, readModal } from './modal.ts'

const Id = Type.String({ pattern: '^[A-Z][A-Z0-9]{1,40}$' })
const Stamp = Type.String({ pattern: '^\\d{1,20}\\.\\d{1,20}$' })
const Text = Type.String({ maxLength: 3000 })

const Sender = {
  team: Type.Union([Type.Null(), Type.Object({ id: Id })]),
  enterprise: Type.Optional(Type.Union([Type.Null(), Type.Object({ id: Id })])),
  user: Type.Object({ id: Id, team_id: Type.Optional(Id) }),
}
const Pressed = Type.Object({
  ...Sender,
  trigger_id: Text,
  container: Type.Object({ channel_id: Id, message_ts: Stamp }),
  actions: Type.Array(
    Type.Object({
      ...{ action_id: Text, action_ts: Stamp },
      value: Type.Optional(Text),
    }),
    { minItems: 1, maxItems: 1 },
  ),
})
const Submitted = Type.Object({
  ...Sender,
  view: Type.Object({
    ...{ id: Id, private_metadata: Text },
    state: Type.Object({ values: Type.Unknown() }),
  }),
})

/** The workspace, or the organisation of many workspaces, whose people may decide here. */
export interface Home {
  readonly team: string
  readonly enterprise?: string
}

/** Who did it, as Slack says. */
export interface Actor {
  readonly user: string
  /** `slack:T1:U7` */
  readonly account: string
  /** Where an answer is shown to them alone. */
  readonly channel: string
}

type Press = Pick<
  Click,
  'actionId' | 'presented' | 'isComplete' | 'verdict' | 'reason' | 'pressId' | 'copy'
>

export type Gesture =
  | { readonly kind: 'vote'; readonly actor: Actor; readonly press: Press }
  /** Wants the form; the trigger is good for three seconds. */
  | {
      readonly kind: 'ask'
      readonly actor: Actor
      readonly trigger: string
      readonly origin: Origin
      readonly locator: Locator
    }
  | { readonly kind: 'lacking'; readonly errors: Extract<Filled, { kind: 'lacking' }>['errors'] }
  /** Of another workspace, seen in a shared channel. */
  | { readonly kind: 'stranger'; readonly actor: Actor }
  /** A link of ours, or nothing that we know. */
  | { readonly kind: 'nothing' }

/** A button of a message. Throws HP_FIELD_INVALID where Slack would never say so. */
export function readPress(body: unknown, home: Home): Gesture {
  const { container, actions, trigger_id: trigger, ...sender } = check(Pressed, body)
  const { channel_id: channel, message_ts: ts } = container
  const [action] = actions
  const { action_id: id = '', value = '', action_ts: at = '' } = action ?? {}
  const locator = readLocator(value)
  if (locator === undefined) return { kind: 'nothing' }
  const actor = actorOf(sender, channel, home)
  if (!isOfHome(sender, home)) return { kind: 'stranger', actor }
  const pressId = `${actor.account}:${ts}:${at}`
  switch (id) {
    case buttonIds.approve:
      return { kind: 'vote', actor, press: pressOf(locator, 'approve', { channel, ts }, pressId) }
    case buttonIds.deny:
      return { kind: 'ask', actor, trigger, origin: { value, channel, ts }, locator }
    default:
      return { kind: 'nothing' }
  }
}

/** The form, filled in by whoever sent it: not by whoever opened it. */
export function readSubmission(body: unknown, home: Home): Gesture {
  const { view, ...sender } = check(Submitted, body)
  const filled = readModal(view)
  if (filled === undefined) return { kind: 'nothing' }
  if (filled.kind === 'lacking') return filled
  const { locator, origin, reason } = filled
  const actor = actorOf(sender, origin.channel, home)
  if (!isOfHome(sender, home)) return { kind: 'stranger', actor }
  const press = pressOf(locator, 'deny', origin, `${actor.account}:${view.id}`)
  return { kind: 'vote', actor, press: reason === undefined ? press : { ...press, reason } }
}

/** What can't be read is nobody's gesture. */
export function readSafely(read: () => Gesture): Gesture {
  try {
    return read()
  } catch (error) {
    if (isHoldpointError(error) && error.kind === 'terminal') return { kind: 'nothing' }
    throw error
  }
}

type Sent = Pick<Static<typeof Submitted>, 'team' | 'enterprise' | 'user'>

function actorOf({ user }: Sent, channel: string, { team, enterprise }: Home): Actor {
  return { user: user.id, account: `slack:${enterprise ?? team}:${user.id}`, channel }
}

/** The app's workspace, and a person who belongs to it: in a shared channel both can differ. */
function isOfHome({ team, enterprise, user }: Sent, home: Home): boolean {
  if (home.enterprise !== undefined) return enterprise?.id === home.enterprise
  return team?.id === home.team && (user.team_id === undefined || user.team_id === home.team)
}

function pressOf(
  { actionId, presented, isComplete }: Locator,
  verdict: Click['verdict'],
  { channel, ts }: Pick<Origin, 'channel' | 'ts'>,
  pressId: string,
): Press {
  const copy = { address: channel, handle: { channel, ts } }
  return { actionId, presented, isComplete, verdict, pressId, copy }
}
