/** What is kept of an endpoint: its latest deliveries with their reasons, and whether it has asked us to stop. */
import { createHash } from 'node:crypto'
import type { Shelf } from '../../shelf/port.ts'
import type { ChannelRecord, DeliveryEntry } from '../port.ts'
import type { Destination } from './destination.ts'

/** What an owner looks through at once. */
const deliveriesMax = 200
const keepMs = 30 * 24 * 3600 * 1000
/** Longer than any operator leaves a dead endpoint in the configuration unseen. */
const disabledMs = 365 * 24 * 3600 * 1000

export class EndpointRecord implements ChannelRecord {
  readonly #shelf: Shelf
  readonly #root: string

  /** Under name and address, so that another address begins anew. */
  constructor(
    { name, destination }: { readonly name: string; readonly destination: Destination },
    shelf: Shelf,
  ) {
    const place = createHash('sha256').update(destination.url.href).digest('base64url').slice(0, 16)
    this.#root = `webhook:${name}:${place}`
    this.#shelf = shelf
  }

  add(entry: DeliveryEntry): Promise<void> {
    return this.#shelf.push(`${this.#root}:log`, JSON.stringify(entry), deliveriesMax, keepMs)
  }

  async deliveries(): Promise<readonly DeliveryEntry[]> {
    const texts = await this.#shelf.list(`${this.#root}:log`)
    return texts.map((text) => JSON.parse(text) as DeliveryEntry)
  }

  /** It answered 410: nothing goes there until somebody says so, or the address is another. */
  disable(atMs: number): Promise<void> {
    return this.#shelf.put(`${this.#root}:disabled`, String(atMs), disabledMs)
  }

  enable(): Promise<void> {
    return this.#shelf.remove(`${this.#root}:disabled`)
  }

  async isDisabled(): Promise<boolean> {
    return (await this.#shelf.get(`${this.#root}:disabled`)) !== undefined
  }
}
