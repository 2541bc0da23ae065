/** People who freeze and thaw, over HTTP as a client of the notifier does. */
import { orderNonce, type Scope } from '@holdpoint/contracts'
import { until } from '@holdpoint/testkit'
import { type Answer, waitMs } from './people.ts'
import type { Stage } from './stage.ts'

export interface How {
  /** Name at the issuer. */
  readonly person?: string
  readonly key?: string
  /** Without a token: assurance `chat`. */
  readonly isUnsigned?: boolean
}

export class Freezing {
  private readonly at: Stage

  constructor(at: Stage) {
    this.at = at
  }

  freeze(scope: Scope, how?: How): Promise<Answer> {
    return this.order('/v1/freezes', { scope, reason: 'it runs wild' }, { freeze: scope }, how)
  }

  thaw(id: string, how?: How): Promise<Answer> {
    return this.order(`/v1/freezes/${id}/thaw`, { reason: 'mended' }, { thaw: id }, how)
  }

  /** While it is frozen, in every slot; thawed whatever happens. */
  async during<T>(scope: Scope, act: (id: string) => Promise<T>): Promise<T> {
    const { status, text, body } = await this.freeze(scope)
    if (status !== 200) throw new Error(`not frozen: ${status} ${text}`)
    try {
      return await act(body.id)
    } finally {
      await this.thaw(body.id)
    }
  }

  /** What is in force, as a person sees it. */
  async list(person = 'bob'): Promise<{ id: string; inForce: boolean; confirmed: number }[]> {
    return (await this.at.people.ask('GET', '/v1/freezes', person)).body.freezes
  }

  async listed(id: string): Promise<void> {
    const isThere = async () =>
      (await this.list()).some((each) => each.id === id && each.inForce && each.confirmed > 0)
    await until(isThere, { deadlineMs: waitMs, what: `freeze ${id} to be shown in force` })
  }

  private async order(
    path: string,
    body: object,
    order: Parameters<typeof orderNonce>[0],
    { person = 'bob', key, isUnsigned = false }: How = {},
  ): Promise<Answer> {
    const { people } = this.at
    const token = isUnsigned
      ? {}
      : { token: await people.token(person, { nonce: orderNonce(order) }) }
    return people.send('POST', path, {
      authorization: `Bearer ${await people.token(person)}`,
      body: { ...body, ...token },
      headers: key === undefined ? {} : { 'idempotency-key': key },
    })
  }
}
