/** Encoded runs in a text and what they decode to, so that it can be read in their place. A finding in one masks the whole run: half a run would still decode. */
import { addCodeLists } from './decode/code-list.ts'
import { addLongRuns } from './decode/long-run.ts'
import { LIST, RUN, survey } from './survey.ts'
import { Edits, noEdits } from './view.ts'

export function encodedRuns(text: string, flags = survey(text)): Edits {
  if ((flags & (RUN | LIST)) === 0) return noEdits
  const edits = new Edits()
  if ((flags & (RUN | LIST)) !== 0) addLongRuns(text, edits)
  if ((flags & LIST) !== 0) addCodeLists(text, edits)
  return edits.size === 0 ? noEdits : apart(edits)
}

/** In order, and of those that overlap the first. */
function apart(edits: Edits): Edits {
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
