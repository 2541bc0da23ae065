/** What an encoded run decodes to is of no interest where the run is a secret itself: it is masked whole whatever is in it. */
import { firstEndingFrom } from './ordered.ts'
import { resolve, type Spot } from './resolve.ts'
import { isCredential } from './types.ts'
import { Edits, originalSpan, type View } from './view.ts'

/** The edits that do not lie inside a secret found before. */
export function outsideSecrets(edits: Edits, view: View, spots: readonly Spot[]): Edits {
  const secrets = resolve(spots.filter(({ type }) => isCredential(type)))
  if (secrets.length === 0) return edits
  const kept = new Edits()
  for (let i = 0; i < edits.size; i++) {
    const from = edits.starts[i] ?? 0
    const to = edits.ends[i] ?? 0
    const [start, end] = originalSpan(view, from, to)
    const secret = secrets[firstEndingFrom(secrets, end)]
    if (secret === undefined || secret.start > start) kept.add(from, to, edits.texts[i] ?? '')
  }
  return kept.size === edits.size ? edits : kept
}
