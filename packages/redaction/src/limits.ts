/** What one call may cost. Over a limit nothing is guessed: the value is masked whole. */

export interface Limits {
  /** Nesting of values; input from the wire is bounded by the parser already. */
  readonly depthMax: number
  /** Longest string that is scanned, in UTF-16 units. */
  readonly stringUnitsMax: number
  /** Findings of one part: keeps the masked record, findings included, below the size of a Kafka record. */
  readonly findingsMax: number
  /** Work of one call: a constant plus so much per UTF-16 unit of input. Honest input stays below a quarter of it. */
  readonly workPerUnitMax: number
  readonly workBaseMax: number
}

export const defaultLimits: Limits = {
  depthMax: 64,
  stringUnitsMax: 1024 * 1024,
  findingsMax: 2000,
  workPerUnitMax: 200,
  workBaseMax: 20_000,
}

/** How often JSON may stand in a string of JSON, or in an encoded run. */
export const decodeDepthMax = 4
/** How often a text may be escaped or encoded again; what is left after that is masked whole. */
export const decodeRoundsMax = 8
/** Share of control characters from which a string is taken for binary, which nobody can review. */
export const controlShareMax = 0.1
