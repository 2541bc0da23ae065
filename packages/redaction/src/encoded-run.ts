/** Encoded runs in a text and what they decode to, so that it can be read in their place. A finding in one masks the whole run: half a run would still decode. */
import { addCodeLists } from './decode/code-list.ts'
import { addLongRuns } from './decode/long-run.ts'
import { Opened } from './decode/opened.ts'
import { LIST, RUN, survey } from './survey.ts'
import { Edits, noEdits } from './view.ts'

/** What encoded runs in a text decode to. */
export interface EncodedRuns {
  readonly edits: Edits
  /** One of them would unfold to more than anybody reads. */
  readonly isOverfull: boolean
}

const none: EncodedRuns = { edits: noEdits, isOverfull: false }

export function encodedRuns(text: string, flags = survey(text)): EncodedRuns {
  if ((flags & (RUN | LIST)) === 0) return none
  const edits = new Opened(text)
  if ((flags & (RUN | LIST)) !== 0) addLongRuns(text, edits)
  if ((flags & LIST) !== 0) addCodeLists(text, edits)
  const isOverfull = edits.allowance.isSpent
  if (edits.size === 0 && !isOverfull) return none
  return { edits: apart(edits), isOverfull }
}

/** In order, and of those that overlap the first. */
function apart(edits: Opened): Edits {
  const order = edits.starts.map((_, index) => index)
  order.sort((a, b) => (edits.starts[a] ?? 0) - (edits.starts[b] ?? 0))
  const kept = new Edits()
  let until = 0
  for (const index of order) {
    const start = edits.starts[index] ?? 0
    const end = edits.ends[index] ?? 0
    if (start < until) continue
    kept.add(start, end, edits.texts[index] ?? '')
    until = end
  }
  return kept
}
