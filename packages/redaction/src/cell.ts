/** A value of a table together with what its column is called. */
export interface Cell {
  /** Where the cell's characters stand, quotes and blanks around them excluded. */
  readonly start: number
  readonly end: number
  readonly key: string
}
