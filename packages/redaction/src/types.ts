/** What the engine can find: one table of types, their labels and how sure it must be. Documentation and policy labels come from here. */

export type Label = 'pii' | 'financial' | 'health' | 'credentials'

interface TypeEntry {
  readonly label: Label
  /** Score from which a candidate is a finding in the balanced profile. */
  readonly threshold: number
  /** Between overlapping findings of one score the higher rank names the placeholder. */
  readonly rank: number
}

export const types = {
  PRIVATE_KEY: { label: 'credentials', threshold: 0.5, rank: 9 },
  JWT: { label: 'credentials', threshold: 0.5, rank: 8 },
  SECRET: { label: 'credentials', threshold: 0.5, rank: 7 },
  PASSWORD: { label: 'credentials', threshold: 0.5, rank: 6 },
  IBAN: { label: 'financial', threshold: 0.5, rank: 5 },
  CARD: { label: 'financial', threshold: 0.5, rank: 5 },
  CVV: { label: 'financial', threshold: 0.5, rank: 4 },
  BANK_ACCOUNT: { label: 'financial', threshold: 0.5, rank: 3 },
  BANK_ROUTING: { label: 'financial', threshold: 0.5, rank: 3 },
  BIC: { label: 'financial', threshold: 0.5, rank: 2 },
  CRYPTO_ADDRESS: { label: 'financial', threshold: 0.5, rank: 5 },
  EMAIL: { label: 'pii', threshold: 0.5, rank: 5 },
  US_SSN: { label: 'pii', threshold: 0.5, rank: 5 },
  US_ITIN: { label: 'pii', threshold: 0.5, rank: 5 },
  NATIONAL_ID: { label: 'pii', threshold: 0.5, rank: 4 },
  PASSPORT: { label: 'pii', threshold: 0.5, rank: 3 },
  DRIVER_LICENCE: { label: 'pii', threshold: 0.5, rank: 3 },
  PHONE: { label: 'pii', threshold: 0.5, rank: 4 },
  IP: { label: 'pii', threshold: 0.5, rank: 4 },
  MAC: { label: 'pii', threshold: 0.5, rank: 4 },
  NPI: { label: 'health', threshold: 0.5, rank: 4 },
  MRN: { label: 'health', threshold: 0.5, rank: 3 },
  DATE_OF_BIRTH: { label: 'pii', threshold: 0.5, rank: 2 },
  PERSON: { label: 'pii', threshold: 0.5, rank: 2 },
  ADDRESS: { label: 'pii', threshold: 0.5, rank: 1 },
  /** What an operator's own detector finds and no other type names. */
  CUSTOM: { label: 'pii', threshold: 0.5, rank: 3 },
  USERNAME: { label: 'pii', threshold: 0.5, rank: 1 },
} as const satisfies Record<string, TypeEntry>

export type EntityType = keyof typeof types

/** `strict` finds what `balanced` only suspects. */
export type Profile = 'balanced' | 'strict'
const strictLowering = 0.15

export function threshold(type: EntityType, profile: Profile): number {
  return types[type].threshold - (profile === 'strict' ? strictLowering : 0)
}

export function isCredential(type: EntityType): boolean {
  return types[type].label === 'credentials'
}
