/**
 * kafkajs' log lines, made safe and few. Healthy, it says nothing; its error lines may quote values and stacks, so only the constant part of the text and a few
 * harmless fields go on, and a line that repeats is held back for a while.
 */

import type { logCreator } from 'kafkajs'
import { logLevel } from './kafkajs-module.ts'

/** Shaped like pino's methods. */
export interface BusLogger {
  warn(fields: Readonly<Record<string, string | number>>, text: string): void
}

/** A broker that restarts makes hundreds of equal lines a second. */
const repeatAfterMs = 10_000
/** Longest text that is passed on. */
const textCharsMax = 120
const fieldNames = ['broker', 'groupId', 'retryCount'] as const
/** Said at creation: retries are limited on purpose, and a producer that failed is never used again. */
const expected = /^Limiting retries for the idempotent producer/

export function createLogCreator(logger: BusLogger | undefined, nowMs: () => number): logCreator {
  const lastMs = new Map<string, number>()
  return () =>
    ({ namespace, level, log }) => {
      if (logger === undefined || level > logLevel.WARN || expected.test(log.message)) return
      const text = `kafkajs ${namespace}: ${constantPart(log.message)}`
      const now = nowMs()
      if (now - (lastMs.get(text) ?? Number.NEGATIVE_INFINITY) < repeatAfterMs) return
      lastMs.set(text, now)
      logger.warn(harmless(log), text)
    }
}

/** Up to the first quote, brace or line end: what follows may be a value. */
function constantPart(message: string): string {
  return (message.split(/["'{[\n]/, 1)[0] ?? '').trim().slice(0, textCharsMax)
}

function harmless(log: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const fields: Record<string, string | number> = {}
  for (const name of fieldNames) {
    const value = log[name]
    if (typeof value === 'string' || typeof value === 'number') fields[name] = value
  }
  return fields
}
