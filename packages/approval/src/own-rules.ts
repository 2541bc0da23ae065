/** Names of what is ruled in code and not in the policy file, whose rules can't take this prefix. */
export const ownPrefix = 'holdpoint/'

export const ownRules = {
  /** The registry does not know the agent, or not for this type. */
  registry: 'holdpoint/registry',
  principal: 'holdpoint/principal',
  expiry: 'holdpoint/expiry',
  /** A part that nobody could look at. */
  unscanned: 'holdpoint/unscanned',
  fault: 'holdpoint/fault',
  /** No rule of the policy matched. */
  unmatched: 'holdpoint/unmatched',
  /** A closed catalogue does not list the type. */
  unlisted: 'holdpoint/unlisted',
  /** No executor is named for the type. */
  unserved: 'holdpoint/unserved',
} as const
