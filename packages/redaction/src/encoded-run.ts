/** Encoded runs in a text and what they decode to, so that it can be read in their place. A finding in one masks the whole run: half a run would still decode. */
import { addCodeLists } from './decode/code-list.ts'
import { addLongRuns } from './decode/long-run.ts'
import { Opened } from './decode/opened.ts'
import { addUuencoded, mayBeUuencoded } from './decode/uuencode.ts'
import { LIST, RUN, survey } from './survey.ts'
import { apart, type Edits, noEdits } from './view.ts'

/** What encoded runs in a text decode to. */
export interface EncodedRuns {
  readonly edits: Edits
  /** One of them would unfold to more than anybody reads. */
  readonly isOverfull: boolean
}

const none: EncodedRuns = { edits: noEdits, isOverfull: false }

export function encodedRuns(text: string, flags = survey(text)): EncodedRuns {
  const hasFile = mayBeUuencoded(text, flags)
  if ((flags & (RUN | LIST)) === 0 && !hasFile) return none
  const edits = new Opened(text)
  if (hasFile) addUuencoded(text, edits)
  if ((flags & (RUN | LIST)) !== 0) addLongRuns(text, edits)
  if ((flags & LIST) !== 0) addCodeLists(text, edits)
  const isOverfull = edits.allowance.isSpent
  if (edits.size === 0 && !isOverfull) return none
  return { edits: apart(edits), isOverfull }
}
