/**
 * What a button carries for a service that signs nothing itself: a locator, and a mark by which we know it again. Nothing secret about the action, no right; it only
 * vouches that the service, which alone was given it, has sent the press.
 */
import {
  ActionIdSchema,
  DigestSchema,
  HoldpointError,
  isValid,
  strict,
  Verdict,
} from '@holdpoint/contracts'
import { decodeBase64url, type Secret, sameBytes, secretBytesMin } from '@holdpoint/seal'
import Type, { type Static } from 'typebox'
import type { Card } from '../card/card.ts'
import type { Click } from './port.ts'

const Locator = strict({
  ...{ a: ActionIdSchema, d: DigestSchema, c: Type.Boolean(), v: Verdict },
  mac: Type.String({ maxLength: 64 }),
})
type Locator = Static<typeof Locator>

type Pressed = Pick<Click, 'actionId' | 'presented' | 'isComplete' | 'verdict'>

/** `where`: name of the channel, so that no other channel's buttons fit. */
export interface Mark {
  readonly key: Secret
  readonly where: string
}

/** One for each button of the card that decides. */
export function locatorsOf(
  { actionId: a, presented: d, buttons }: Card,
  isComplete: boolean,
  { key, where }: Mark,
): Locator[] {
  const verdicts = (['approve', 'deny'] as const).filter((verdict) => buttons.includes(verdict))
  return verdicts.map((v) => {
    const said = { a, d, c: isComplete, v }
    return { ...said, mac: macOf(said, key, where).toString('base64url') }
  })
}

/** Throws HP_CONFIG for a key that could be guessed. */
export function markOf(key: Secret, where: string): Mark {
  if (key.reveal().length >= secretBytesMin) return { key, where }
  const rule = `must have at least ${secretBytesMin} characters`
  throw new HoldpointError('HP_CONFIG', { file: `channel ${where}`, field: 'pressKey', rule })
}

/** Undefined: not one of ours. */
export function readLocator(given: unknown, { key, where }: Mark): Pressed | undefined {
  if (!isValid(Locator, given)) return undefined
  const { mac, ...said } = given as Locator
  const bytes = decodeBase64url(mac)
  if (bytes === undefined || !sameBytes(bytes, macOf(said, key, where))) return undefined
  return { actionId: said.a, presented: said.d, isComplete: said.c, verdict: said.v }
}

function macOf({ a, d, c, v }: Omit<Locator, 'mac'>, key: Secret, where: string): Buffer {
  return key.mac('holdpoint.button.v1', where, a, d, String(c), v)
}
