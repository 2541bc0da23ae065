/** A whole notifier with people in front of it who give commands as the page does. For tests. */
import { orderNonce, reconcileNonce, revokeNonce } from '@holdpoint/contracts'
import { type NotifierParts, startNotifier } from '../src/notifier.ts'
import type { PeopleInForce } from '../src/person.ts'
import { actionOf, idOf, newWorld, settle, signedToken, tokenOf, trust } from './fixture.ts'
import type { HoldOptions } from './gate.ts'

export interface Post {
  readonly person?: string
  readonly headers?: object
}

export async function desk(
  world = newWorld(),
  more: Partial<PeopleInForce> = {},
  own: Partial<NotifierParts> = {},
) {
  const parts = world.parts()
  const people = () => ({ ...parts.people(), ...more })
  const notifier = await startNotifier({ ...parts, people, ...own })
  const answering = await world.gate.answer(world.gateBus, trust)
  const { edge } = notifier
  const now = () => world.time.nowMs
  const as = async (person: string) => ({ authorization: `Bearer ${await tokenOf(person, now())}` })
  const get = async (url: string, person = 'ana') =>
    (await edge.inject({ url, headers: await as(person) })).json()
  const post = (n: number, verb: string, payload: object, how: Post = {}) =>
    postTo(`/v1/approvals/${idOf(n)}/${verb}`, payload, how)
  const postTo = async (
    url: string,
    payload: object,
    { person = 'ana', headers = {} }: Post = {},
  ) => {
    const given = { ...(await as(person)), ...headers }
    const { statusCode: status, json } = await edge.inject({
      method: 'POST',
      url,
      headers: given,
      payload,
    })
    return { status, body: json() }
  }
  return {
    ...{ world, notifier, edge, as, get, post, postTo },
    seen: (n: number, person = 'ana') => get(`/v1/approvals/${idOf(n)}`, person),
    listed: async (state: string): Promise<string[]> =>
      (await get(`/v1/approvals?state=${state}`)).approvals.map(({ id }: { id: string }) => id),
    hold: async (n: number, change = {}, options?: HoldOptions) => {
      await world.gateBus.send(world.gate.hold(actionOf(n, change), options))
      await settle()
    },
    allow: async (n: number, change = {}) => {
      await world.gateBus.send(world.gate.allow(actionOf(n, change)))
      await settle()
    },
    fact: async (n: number, ...fact: [kind: string, body: object, views?: object]) => {
      const [kind, body, views = {}] = fact
      await world.gateBus.send(world.gate.fact(idOf(n), kind as never, body, views as never))
      await settle()
    },
    decide: async (n: number, verdict: 'approve' | 'deny', person = 'ana') => {
      const { presented } = await get(`/v1/approvals/${idOf(n)}`, person)
      const vote = { actionId: idOf(n), presented, verdict }
      const token = await signedToken(person, now(), vote)
      return post(n, 'decision', { verdict, presented, token }, { person })
    },
    revokeToken: (n: number, person = 'ana') =>
      tokenOf(person, now(), { nonce: revokeNonce({ actionId: idOf(n) }) }),
    reconcileToken: (n: number, found: 'succeeded' | 'failed', person = 'ana') =>
      tokenOf(person, now(), { nonce: reconcileNonce({ actionId: idOf(n), found }) }),
    orderToken: (order: Parameters<typeof orderNonce>[0], person = 'ana') =>
      tokenOf(person, now(), { nonce: orderNonce(order) }),
    close: async () => {
      await notifier.stop()
      await answering.stop()
    },
  }
}
