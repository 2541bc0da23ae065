/** A notifier with channels in a world whose time the test moves: real projection, follower and delivery on memory, a stand-in for the gate. */
import type { Action } from '@holdpoint/contracts'
import type { Inbox } from '../src/channel/port.ts'
import type { Delivery } from '../src/delivery/delivery.ts'
import { MemoryCopyServer } from '../src/delivery/memory.ts'
import type { Route } from '../src/delivery/route.ts'
import {
  FakeChannel,
  type FakeChannelOptions,
  quiet,
  VirtualTime,
} from '../src/delivery/testing.ts'
import type { RunningNotifier } from '../src/notifier.ts'
import { actionOf, idOf, startNotifier, type World, worldAt } from './fixture.ts'
import type { HoldOptions } from './gate.ts'

export interface DeliveryRig {
  readonly world: World<VirtualTime>
  readonly time: VirtualTime
  readonly copies: MemoryCopyServer
  readonly channel: FakeChannel
  readonly routes: readonly Route[]
  start(client?: string): Promise<RunningNotifier>
  hold(n: number, options?: HoldOptions, change?: Partial<Action>): Promise<void>
  /** A person denies it. */
  deny(n: number): Promise<void>
  /** Of the replica that was started last. */
  delivery(): Delivery
  /** FLUSHALL. */
  flush(): void
}

export interface RigOptions extends Omit<FakeChannelOptions, 'time'> {
  readonly route?: Partial<Route>
  readonly more?: (time: VirtualTime) => readonly Route[]
}

export function deliveryRig({
  route = {},
  more = () => [],
  ...options
}: RigOptions = {}): DeliveryRig {
  const time = new VirtualTime()
  const world = worldAt(time)
  const copies = new MemoryCopyServer()
  const channel = new FakeChannel({ ...options, time })
  const routes: readonly Route[] = [{ name: channel.name, channel, ...route }, ...more(time)]
  let latest: Delivery | undefined
  const start = async (client = 'one') => {
    const notifier = await startNotifier({
      ...world.parts(client),
      channels: {
        ...{ copies: copies.open(), routes, page: 'https://hold.example', inboxOf: () => nobody },
        ...{ accountsOf: async () => [], random: () => 0.5 },
      },
    })
    latest = notifier.delivery
    await quiet()
    return notifier
  }
  return {
    ...{ world, time, copies, channel, routes, start },
    hold: async (n, hold = {}, change = {}) => {
      await world.gateBus.send(world.gate.hold(actionOf(n, change), hold))
      await quiet()
    },
    deny: async (n) => {
      const body = { by: 'people', rule: 'refunds', votes: [] }
      await world.gateBus.send(world.gate.fact(idOf(n), 'denied', body))
      await quiet()
    },
    delivery: () => {
      if (latest === undefined) throw new RangeError('nothing was started')
      return latest
    },
    flush: () => {
      world.server.flush()
      copies.flush()
    },
  }
}

const nobody: Inbox = {
  press: () => Promise.reject(new RangeError('nobody presses here')),
  look: async () => undefined,
  linkFor: async () => 'https://hold.example/link',
}
