/** A press that comes again: the same bytes are the same press (the inbox counts it once); other bytes under its id are somebody's attempt. */
import { createHash } from 'node:crypto'
import type { Shelf } from '../../shelf/port.ts'
import type { NamedSettings } from './settings.ts'

/** Longer than a request can be taken at all. */
const rememberedMs = 3600 * 1000

export interface RepeatDeps {
  readonly settings: Pick<NamedSettings, 'name'>
  readonly shelf: Pick<Shelf, 'get' | 'putNew'>
}

/** False: this id was used for another request. Rejects with HP_STORE where nobody remembers. */
export async function isNewPress(
  id: string,
  body: Uint8Array,
  { settings, shelf }: RepeatDeps,
): Promise<boolean> {
  const digest = digestOf(body)
  const key = `teams:${settings.name}:press:${digestOf(id)}`
  if (await shelf.putNew(key, digest, rememberedMs)) return true
  return (await shelf.get(key)) === digest
}

const digestOf = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('base64url')
