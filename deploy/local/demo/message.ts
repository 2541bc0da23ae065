/** What the runner and the demo's agent and executor tell each other, over a channel between processes or in one process. */

import type { ActionId, Digest } from '@holdpoint/contracts'
import type { Settlement } from '@holdpoint/sdk'
import type { ActName } from './act.ts'

/** To the agent: propose this. */
export interface Order {
  readonly number: number
  readonly act: ActName
}

/** Times are of this machine, ms since the epoch. */
export type Report =
  | { readonly by: 'agent' | 'executor'; readonly kind: 'ready' }
  | {
      readonly by: 'agent'
      readonly kind: 'proposed'
      readonly number: number
      readonly id: ActionId
      readonly payload: Digest
      /** When it began to send. */
      readonly sentMs: number
    }
  | {
      readonly by: 'agent'
      readonly kind: 'told'
      readonly number: number
      readonly settlement: Settlement
      readonly atMs: number
    }
  /** It could not propose, or could not learn more. */
  | {
      readonly by: 'agent'
      readonly kind: 'failed'
      readonly number: number
      readonly reason: string
    }
  | {
      readonly by: 'executor'
      readonly kind: 'claimed'
      readonly id: ActionId
      readonly atMs: number
    }
  | {
      readonly by: 'executor'
      readonly kind: 'ran'
      readonly id: ActionId
      readonly payload: Digest
      readonly atMs: number
    }

export type Tell = (report: Report) => void

export type ReportOf<K extends Report['kind']> = Extract<Report, { readonly kind: K }>

/** What was told so far, to look things up in. */
export class Reports {
  readonly all: Report[] = []
  readonly tell: Tell = (report) => {
    this.all.push(report)
  }

  of<K extends Report['kind']>(kind: K): ReportOf<K>[] {
    return this.all.filter((report): report is ReportOf<K> => report.kind === kind)
  }
}
