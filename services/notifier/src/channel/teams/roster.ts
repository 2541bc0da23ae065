/** Members of conversations, for some minutes each: sixty people who open a card ask the service once each, and not with every card. Only what was found is kept. */
import type { Called, Connector, Place, RosterMember } from './connector.ts'

/** Who becomes a guest or leaves is found out this late; links and the directory are read anew with every press. */
const keptMs = 5 * 60_000
const membersMax = 2000

export interface RosterDeps {
  readonly connector: Pick<Connector, 'member'>
  readonly clock: () => number
}

export class Roster {
  readonly #deps: RosterDeps
  /** In the order in which they were found. */
  readonly #kept = new Map<string, { readonly member: RosterMember; readonly untilMs: number }>()

  constructor(deps: RosterDeps) {
    this.#deps = deps
  }

  async member(place: Place, user: string, signal: AbortSignal): Promise<Called<RosterMember>> {
    const { connector, clock } = this.#deps
    const key = JSON.stringify([place.service, place.conversation, user])
    const known = this.#kept.get(key)
    if (known !== undefined && known.untilMs > clock()) return { kind: 'done', value: known.member }
    const found = await connector.member(place, user, signal)
    this.#kept.delete(key)
    if (found.kind !== 'done') return found
    this.#kept.set(key, { member: found.value, untilMs: clock() + keptMs })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > membersMax && oldest !== undefined) this.#kept.delete(oldest)
    return found
  }
}
