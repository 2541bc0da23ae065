/** A freeze on its way from the slot that decided it to all others, written in the transaction of its own fact: either all will follow it, or none. */
import type { SlotInput } from '@holdpoint/approval'
import {
  check,
  type DecodedEvent,
  encodeEvent,
  freezeKey,
  macAttribute,
  Spread,
  spreadCommand,
  topicName,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { checkRecordMac, recordMac, type Secret } from '@holdpoint/seal'

interface Sender {
  readonly deployment: string
  readonly prefix: string
  readonly slot: number
  readonly slotCount: number
  readonly keys: { readonly state: Secret }
}

export function spreadRecords(spread: Spread, atMs: number, sender: Sender): OutRecord[] {
  const { deployment, prefix, slot, slotCount, keys } = sender
  const event = {
    id: `spread:${spread.change.body.spread}`,
    source: `${deployment}/gate`,
    type: spreadCommand,
    subject: freezeKey,
    timeMs: atMs,
    data: spread,
  }
  const { value: data } = encodeEvent(event)
  const mac = recordMac(keys.state, { type: spreadCommand, subject: freezeKey, data })
  const { headers, value } = encodeEvent({ ...event, extensions: { [macAttribute]: mac } })
  const topic = topicName(prefix, 'commands')
  return Array.from({ length: slotCount }, (_, partition) => partition)
    .filter((partition) => partition !== slot)
    .map((partition) => ({ topic, partition, key: freezeKey, value, headers }))
}

/** Believed only with the gate's own MAC: others write to this topic as well. Throws HP_MAC_INVALID. */
export function readSpread(
  { event, atMs }: { readonly event: DecodedEvent; readonly atMs: number },
  secret: Secret,
): Extract<SlotInput, { kind: 'spread' }> {
  const parts = { type: spreadCommand, subject: freezeKey, data: event.dataBytes }
  checkRecordMac(secret, event.extensions[macAttribute], parts, 'the gate')
  return { kind: 'spread', spread: check(Spread, event.data), atMs }
}
