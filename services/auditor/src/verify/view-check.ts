/** Views beside the log: each that is there must be the one the fact commits to. One that is not there was erased, or was not handed over: that breaks nothing. */
import {
  check,
  type Digest,
  digestBytes,
  parseJson,
  recordBytesMax,
  View,
} from '@holdpoint/contracts'
import type { EventLeaf } from '../leaf.ts'
import { isCommitted, viewPath } from '../view.ts'
import type { LogFiles } from './files.ts'
import type { Report } from './report.ts'

/** Views are wrapped values of records. */
const viewDepthMax = 128

/** Values by name, of the views that are there and match. */
export type PresentViews = ReadonlyMap<string, unknown>

export class ViewCheck {
  private readonly report: Report
  private readonly files: LogFiles

  constructor(report: Report, files: LogFiles) {
    this.report = report
    this.files = files
  }

  async event({ fact }: EventLeaf, index: number): Promise<PresentViews> {
    const present = new Map<string, unknown>()
    for (const [name, commitment] of Object.entries(fact.commitments)) {
      const view = await this.load(commitment, `leaf ${index}`, name)
      if (view) present.set(name, view.value)
    }
    if (fact.kind === 'adopted') this.checkTexts(fact.body, present, index)
    return present
  }

  private async load(commitment: Digest, at: string, name: string): Promise<View | undefined> {
    const path = viewPath(commitment)
    const bytes = this.files.hasViews ? await this.files.read(path) : undefined
    if (!bytes) {
      this.report.counts.viewsAbsent += 1
      return undefined
    }
    const view = readView(bytes)
    if (view && isCommitted(view, commitment)) {
      this.report.counts.viewsPresent += 1
      return view
    }
    this.report.add('invalid', at, `the view "${name}" in ${path} is not the one committed to`)
    return undefined
  }

  /** The texts of policy, directory and trust file are announced with their digests. */
  private checkTexts(
    body: Readonly<Record<string, string>>,
    present: PresentViews,
    index: number,
  ): void {
    for (const [name, digest] of Object.entries(body)) {
      const text = present.get(name)
      if (text === undefined) continue
      if (typeof text === 'string' && digestBytes(text) === digest) continue
      this.report.add('invalid', `leaf ${index}`, `the text of "${name}" has another digest`)
    }
  }
}

function readView(bytes: Uint8Array): View | undefined {
  try {
    return check(View, parseJson(bytes, { bytesMax: recordBytesMax, depthMax: viewDepthMax }))
  } catch {
    // Whatever it is, it is not the view.
    return undefined
  }
}
