/** What a placeholder may show of its value, by type and only where configuration asks: enough to recognise what one knows, not to learn what one does not. */
import type { Spot } from './resolve.ts'
import { type EntityType, isCredential } from './types.ts'
import { callingCodeOf } from './validate/calling-code.ts'

/** What can be shown of each type; of all others nothing. */
export const reveals = {
  CARD: 'lastFour',
  EMAIL: 'domain',
  PHONE: 'country',
  IBAN: 'country',
  SECRET: 'rule',
  PASSWORD: 'rule',
  JWT: 'rule',
  PRIVATE_KEY: 'rule',
} as const satisfies Partial<Record<EntityType, string>>
export type RevealType = keyof typeof reveals
/** `true`: show it. */
export type Reveal = Partial<Record<RevealType, boolean>>

export type RevealOf = (spot: Spot) => string | undefined

/** Fewer digits leave too few numbers that end alike. */
const cardDigitsMin = 13
const lastDigits = 4
/** The length of a shorter secret is a good part of what there is to guess. */
const secretCharsMin = 16
const lettersMin = 3
/** Different texts shown in one call; more are not worked out. */
const shownMax = 200
/** The grammar of placeholders takes no more. */
const printable = /^[ -~]{1,64}$/

/**
 * For the values of one case. Nothing is shown that stands in another value found there, or that repeats a part of one: a domain named after the person, the
 * last digits that are also a PIN.
 */
export function revealer(wanted: Reveal, spotsOf: () => readonly Spot[]): RevealOf {
  if (!Object.values(wanted).includes(true)) return () => undefined
  const known = new Map<string, boolean>()
  const others = new Others(spotsOf())
  return (spot) => {
    if (!isRevealed(spot.type, wanted)) return undefined
    const text = partOf(spot)
    if (text === undefined || !printable.test(text)) return undefined
    if (isCredential(spot.type)) return text
    const key = `${spot.type} ${text}`
    const may = known.get(key) ?? (known.size < shownMax && others.allow(spot.type, text))
    known.set(key, may)
    return may && !repeats(text, wordsOf(spot.canonical.split('@')[0] ?? '')) ? text : undefined
  }
}

function isRevealed(type: EntityType, wanted: Reveal): type is RevealType {
  return Object.hasOwn(reveals, type) && wanted[type as RevealType] === true
}

function partOf({ type, canonical, detector }: Spot): string | undefined {
  switch (reveals[type as RevealType]) {
    case 'lastFour':
      return /^\d+$/.test(canonical) && canonical.length >= cardDigitsMin
        ? canonical.slice(-lastDigits)
        : undefined
    case 'domain':
      return canonical.includes('@') ? canonical.slice(canonical.lastIndexOf('@') + 1) : undefined
    case 'country':
      return type === 'IBAN' ? ibanCountry(canonical) : phoneCountry(canonical)
    case 'rule':
      return ruleAndLength(canonical, detector)
  }
}

function ibanCountry(canonical: string): string | undefined {
  return /^[A-Z]{2}\d{2}/.exec(canonical)?.[0].slice(0, 2)
}

function phoneCountry(canonical: string): string | undefined {
  if (!canonical.startsWith('+')) return undefined
  const code = callingCodeOf(canonical.slice(1))
  return code === undefined ? undefined : `+${code}`
}

/** The detector's name without what spoke for it. */
function ruleAndLength(canonical: string, detector: string): string {
  const rule = detector.replace(/\+.*$/, '')
  return canonical.length < secretCharsMin ? rule : `${rule} ${canonical.length}`
}

/** The other values of a case, to look things up in. */
class Others {
  private readonly texts = new Map<EntityType, string>()
  private readonly words = new Map<EntityType, Set<string>>()

  constructor(spots: readonly Spot[]) {
    for (const { type, canonical } of spots) {
      this.texts.set(type, `${this.texts.get(type) ?? ''}\n${canonical.toLowerCase()}`)
      const words = this.words.get(type) ?? new Set()
      for (const word of wordsOf(canonical)) words.add(word)
      this.words.set(type, words)
    }
  }

  allow(type: EntityType, text: string): boolean {
    const folded = text.toLowerCase()
    // Countries are shared by millions.
    if (folded.length < lettersMin || folded.startsWith('+')) return true
    for (const [other, found] of this.texts)
      if (other !== type && found.includes(folded)) return false
    for (const [other, words] of this.words)
      if (other !== type && repeats(folded, words)) return false
    return true
  }
}

function repeats(text: string, words: Iterable<string>): boolean {
  for (const word of words) if (text.includes(word)) return true
  return false
}

function wordsOf(canonical: string): string[] {
  return canonical
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word.length >= lettersMin)
}
