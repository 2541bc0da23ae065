/**
 * What the gate writes down, authenticated: the same text goes to the changelog and to the store, so that who can write to the store can't make a decision.
 * The owner of a slot encodes before it commits and decodes after each load; stores keep opaque text.
 */
import { HoldpointError } from '@holdpoint/contracts'
import { type Secret, sameBytes } from '@holdpoint/seal'

/** Form of the text and of what is authenticated. Other forms are refused. */
const form = 'v1'
/** HMAC-SHA256 in base64url. */
const macChars = 43
const prefixChars = form.length + 1 + macChars + 1

/** `v1.<mac>.<json>` in UTF-8; the MAC covers slot, key and JSON, so a value is worth nothing under another key or in another slot. */
export function encodeValue(secret: Secret, slot: number, key: string, json: string): Buffer {
  const body = Buffer.from(json)
  return Buffer.concat([Buffer.from(prefixOf(secret, slot, key, body)), body])
}

/** The JSON text. HP_STATE_FORGED where the MAC is not this gate's for this slot and key. */
export function decodeValue(secret: Secret, slot: number, key: string, text: string): string {
  return decodeBytes(secret, slot, key, Buffer.from(text)).toString()
}

/** The same where the value is bytes: the JSON in them, not copied. */
export function decodeBytes(secret: Secret, slot: number, key: string, value: Buffer): Buffer {
  const json = value.subarray(prefixChars)
  const wanted = prefixOf(secret, slot, key, json)
  if (!sameBytes(value.subarray(0, prefixChars), Buffer.from(wanted))) {
    throw new HoldpointError('HP_STATE_FORGED', { slot })
  }
  return json
}

function prefixOf(secret: Secret, slot: number, key: string, body: Buffer): string {
  const mac = secret.mac(`holdpoint.state.${form}`, String(slot), key, body)
  return `${form}.${mac.toString('base64url')}.`
}
