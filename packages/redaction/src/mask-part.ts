/** A scanned part becomes its masked value, its findings in masked positions, and whether anything in it was not looked at. */
import { type Finding, placeholder, unscannedType } from '@holdpoint/contracts'
import type { Limits } from './limits.ts'
import { type MaskedText, mask } from './mask.ts'
import type { Part, PartLeaf } from './part.ts'
import { pointerTo } from './pointer.ts'
import { rebuild } from './rebuild.ts'
import type { RevealOf } from './reveal.ts'
import type { TagOf } from './tag.ts'
import { sizeOf, type Wall } from './walk.ts'

/** Two keys of one object that would be masked to the same text get other tags; more tries than keys are never needed. */
const keyTriesMax = 1_000_000

export interface MaskedPart {
  readonly masked: unknown
  readonly findings: Finding[]
  readonly unscanned: boolean
}

export function maskPart(part: Part, limits: Limits, tagOf: TagOf, revealOf: RevealOf): MaskedPart {
  const findings: Finding[] = []
  if (part.overflow !== undefined) {
    findings.push(unscannedFinding(part.path, part.overflow))
    return { masked: unscannedText(sizeOf(part.value)), findings, unscanned: true }
  }
  let next = 0
  let unscanned = false
  const give = (path: string, reason: string, size: number): string => {
    unscanned = true
    findings.push(unscannedFinding(path, reason))
    return unscannedText(size)
  }
  const masked = rebuild(part.value, part.path, limits, pointerTo, {
    value: (original, path) => {
      const leaf = part.leaves[next++] as PartLeaf
      if (leaf.unscanned !== undefined) return give(path, leaf.unscanned, sizeOf(leaf.leaf.text))
      if (leaf.spots.length === 0 && typeof original === 'number') return original
      const shown = mask(leaf.leaf.text, leaf.spots, tagOf, revealOf)
      addFindings(findings, shown, path, false)
      return shown.text
    },
    key: (_original, parent, isTaken) => {
      const leaf = part.leaves[next++] as PartLeaf
      if (leaf.unscanned !== undefined) {
        const size = sizeOf(leaf.leaf.text)
        for (let bump = 0; ; bump++) {
          const text = unscannedText(size + bump)
          if (!isTaken(text)) return give(pointerTo(parent, text), leaf.unscanned, size + bump)
        }
      }
      const shown = maskKey(leaf, tagOf, isTaken)
      addFindings(findings, shown, pointerTo(parent, shown.text), true)
      return shown.text
    },
    wall: (path) => {
      const leaf = part.leaves[next++] as Wall
      return give(path, leaf.reason, leaf.size)
    },
  })
  return { masked, findings, unscanned }
}

/** Equal values have equal tags, but keys of one object must differ: then the tag is made from the key as it was written. */
function maskKey(leaf: PartLeaf, tagOf: TagOf, isTaken: (key: string) => boolean): MaskedText {
  const { text } = leaf.leaf
  let shown = mask(text, leaf.spots, tagOf)
  for (let round = 0; isTaken(shown.text) && round < keyTriesMax; round++)
    shown = mask(text, leaf.spots, (type, canonical) =>
      tagOf(type, `${canonical}\0${text}\0${round}`),
    )
  return shown
}

function addFindings(findings: Finding[], shown: MaskedText, path: string, isKey: boolean): void {
  for (const { spot, start, end } of shown.spans) {
    const { type, score, detector } = spot
    const place = isKey ? { in: 'key' as const } : {}
    findings.push({ path, start, end, ...place, type, score, detector })
  }
}

function unscannedFinding(path: string, reason: string): Finding {
  return { path, type: unscannedType, score: 1, detector: reason }
}

function unscannedText(size: number): string {
  return placeholder(unscannedType, String(size))
}
