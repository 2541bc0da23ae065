/** What a crew and its workers say to each other, and a worker's side of it. */
import { type ErrorCode, type ErrorDetails, isHoldpointError } from '@holdpoint/contracts'
import type { InRecord, OutRecord } from '@holdpoint/kafka'
import type { Handled, Kind, Told } from './handle.ts'
import type { Hands } from './hands.ts'
import { type Parcel, unwrap, wrap } from './parcel.ts'

export interface Order {
  readonly kind: Kind
  readonly parcel: Parcel<InRecord>
}

export type Report =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done'
      /** Of all records, in their order. */
      readonly parcel: Parcel<OutRecord>
      readonly each: readonly { readonly count: number; readonly told: Told }[]
    }
  /** About none of the records: keys, settings. */
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly details: ErrorDetails }

/** The end of a channel that a worker holds. */
export interface WorkerPort {
  on(event: 'message', hear: (order: Order) => void): unknown
  postMessage(report: Report, transfer?: ArrayBuffer[]): void
}

/** Works on one order at a time, until the thread is ended. What it does not understand ends the thread. */
export function work(port: WorkerPort, hands: Hands): void {
  port.on('message', async ({ kind, parcel }) => {
    try {
      const report = done(await hands.handle(kind, unwrap(parcel)))
      port.postMessage(report, [report.parcel.bytes])
    } catch (error) {
      if (!isHoldpointError(error)) throw error
      port.postMessage({ kind: 'failed', code: error.code, details: error.details })
    }
  })
  port.postMessage({ kind: 'ready' })
}

function done(handled: readonly Handled[]): Extract<Report, { kind: 'done' }> {
  const parcel = wrap(handled.flatMap(({ out }) => out))
  return {
    kind: 'done',
    parcel,
    each: handled.map(({ out, told }) => ({ count: out.length, told })),
  }
}

export function handledOf({ parcel, each }: Extract<Report, { kind: 'done' }>): Handled[] {
  const out = unwrap(parcel)
  let at = 0
  return each.map(({ count, told }) => {
    const handled = { out: out.slice(at, at + count), told }
    at += count
    return handled
  })
}
