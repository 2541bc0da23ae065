/** Whether a finding across a seam is one value that was split, and not two that stand beside each other. */
import { firstEndingFrom } from './ordered.ts'
import type { Spot } from './resolve.ts'
import type { EntityType } from './types.ts'
import { type Edits, endOf, startOf, type View } from './view.ts'

/** Words run together look like these; what a split value of them is, nobody can tell. */
const notAcross: ReadonlySet<EntityType> = new Set([
  'PRIVATE_KEY',
  'PERSON',
  'ADDRESS',
  'USERNAME',
  'DATE_OF_BIRTH',
])
/** Endings of hosts that stand for themselves: generic ones in wide use and those reserved by RFC 2606 and 6762. Two letters are a country's. */
const topLabels = new Set(
  (
    'com org net edu gov mil int info biz name pro app dev cloud online site store shop tech email example test invalid localhost local internal lan home corp ' +
    'intranet agency digital group world live news media solutions services network systems software company international'
  ).split(' '),
)

/** `known`: what was found without this reading, in order, apart. Positions of the original. */
export function isOneValue(spot: Spot, known: readonly Spot[], view: View, edits: Edits): boolean {
  // What only a key or a label gives away ends where its line ends.
  if (/^(?:assigned|label|phrase|key|command|manifest|random)\b/.test(spot.detector)) return false
  if (notAcross.has(spot.type) || !liesAcross(spot, view, edits)) return false
  // What was found with a part of a seam in it is no value.
  const within = knownWithin(known, spot).filter((part) => !liesAcross(part, view, edits))
  if (within.some((part) => part.start <= spot.start && part.end >= spot.end)) return false
  // A key says where a value begins, not where it ends; and part of a longer number may look like a telephone's.
  const sure = within.filter(({ detector }) => !/^(?:key|assigned|label|phone)\b/.test(detector))
  const [only] = sure
  if (only === undefined) return within.length <= 1 || isChecked(spot) > 0
  if (sure.length > 1) return false
  if (only.type !== spot.type) return only.score < spot.score
  if (spot.type === 'EMAIL') return completes(only, spot)
  return only.score < spot.score || isChecked(spot) > isChecked(only) || goesOn(only, spot, view)
}

/** A token that is long enough already may go on behind the seam with what looks like a token, and is no key. */
function goesOn(part: Spot, whole: Spot, { text, starts }: View): boolean {
  if (whole.type !== 'SECRET' || starts !== undefined) return false
  const rest = text.slice(part.end, whole.end)
  if (!rest.includes('\n')) return true
  return /\d/.test(rest) && /[A-Za-z]/.test(rest) && !/[=:]/.test(text.charAt(whole.end))
}

/** A check digit over the whole is right only once in ten, or hundred, times by chance. */
function isChecked({ detector }: Spot): number {
  return /luhn|mod97/.test(detector) ? 1 : 0
}

/** An address that ends in no ending that hosts have, and with the rest does. */
function completes(part: Spot, whole: Spot): boolean {
  if (!whole.canonical.startsWith(part.canonical)) return whole.canonical.endsWith(part.canonical)
  const rest = whole.canonical.slice(part.canonical.length)
  return rest.startsWith('.') || (!isTop(part.canonical) && isTop(whole.canonical))
}

function isTop(address: string): boolean {
  const label = address.slice(address.lastIndexOf('.') + 1)
  return label.length === 2 || topLabels.has(label)
}

function liesAcross(spot: Spot, view: View, edits: Edits): boolean {
  let low = 0
  let high = edits.size
  while (low < high) {
    const middle = (low + high) >> 1
    if (endOf(view, (edits.ends[middle] ?? 0) - 1) <= spot.start) low = middle + 1
    else high = middle
  }
  return low < edits.size && startOf(view, edits.starts[low] ?? 0) < spot.end
}

function knownWithin(known: readonly Spot[], { start, end }: Spot): Spot[] {
  const within: Spot[] = []
  for (let i = firstEndingFrom(known, start + 1); i < known.length && within.length < 3; i++) {
    const spot = known[i]
    if (spot === undefined || spot.start >= end) break
    within.push(spot)
  }
  return within
}
