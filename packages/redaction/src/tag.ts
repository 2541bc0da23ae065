/** Tags: equal values look equal within a scope and nowhere else. Keyed, because the space of telephone numbers can be searched. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { EntityType } from './types.ts'

/** Crockford's base32: no letter that can be read as another. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 40 bits: with 1,000 different values in a scope, two share a tag once in two million scopes. */
const tagBytes = 5
const scopeInfo = 'pseudonym/v1/'

/** Scopes whose taggers are kept: an agent's run asks for several actions, and deriving a key takes as long as masking one. */
const scopesMax = 1000

export type TagOf = (type: EntityType, canonical: string) => string

/** One tagger per scope, kept for the scopes that came last. */
export function taggers(key: KeyObject): (scope: string) => TagOf {
  const known = new Map<string, TagOf>()
  return (scope) => {
    const tagOf = known.get(scope) ?? tagger(key, scope)
    // Taken out first: the longest unused stands at the front.
    known.delete(scope)
    known.set(scope, tagOf)
    const [oldest = scope] = known.size > scopesMax ? known.keys() : []
    if (oldest !== scope) known.delete(oldest)
    return tagOf
  }
}

/** `scope` is the agent's run, or the action where there is none. */
export function tagger(key: KeyObject, scope: string): TagOf {
  // Most values hold nothing: their scope's key is never needed.
  let scopeKey: KeyObject | undefined
  return (type, canonical) => {
    scopeKey ??= deriveKey(key, scope)
    const mac = createHmac('sha256', scopeKey).update(`${type}\0${canonical}`).digest()
    return crockford(mac.subarray(0, tagBytes))
  }
}

function deriveKey(key: KeyObject, scope: string): KeyObject {
  const bytes = hkdfSync('sha256', key, Buffer.alloc(0), scopeInfo + scope, 32)
  return createSecretKey(Buffer.from(bytes))
}

function crockford(bytes: Buffer): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet.charAt((held >> (bits - 5)) & 31)
  }
  return text
}
