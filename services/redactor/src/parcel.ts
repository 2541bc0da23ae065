/**
 * Records on their way between threads. Their bytes are copied together first: a record from Kafka is a view on a whole fetch, which would be copied with each,
 * and one buffer of our own can be handed over as it is.
 */

interface Bytes {
  readonly value: Buffer | null
}

type Unwrapped<R extends Bytes> = Omit<R, 'value'> & { readonly length: number | null }

export interface Parcel<R extends Bytes> {
  readonly bytes: ArrayBuffer
  readonly records: readonly Unwrapped<R>[]
}

/** `bytes` may be transferred: nothing else looks at it. */
export function wrap<R extends Bytes>(records: readonly R[]): Parcel<R> {
  const size = records.reduce((total, { value }) => total + (value?.length ?? 0), 0)
  const bytes = new ArrayBuffer(size)
  const all = Buffer.from(bytes)
  let at = 0
  const unwrapped = records.map(({ value, ...rest }) => {
    if (value === null) return { ...rest, length: null }
    at += value.copy(all, at)
    return { ...rest, length: value.length }
  })
  return { bytes, records: unwrapped }
}

/** Values are views on the parcel's bytes. */
export function unwrap<R extends Bytes>({ bytes, records }: Parcel<R>): R[] {
  let at = 0
  return records.map((record) => {
    const { length, ...rest } = record
    if (length === null) return { ...rest, value: null } as unknown as R
    const value = Buffer.from(bytes, at, length)
    at += length
    return { ...rest, value } as unknown as R
  })
}
