/** From pattern strength to a score between 0 and 1: words around, what keys say, and what speaks against it. Each reason ends up in the detector's name. */
import { placeholderOpen } from '@holdpoint/contracts'
import { firstEndingFrom } from './ordered.ts'
import type { Candidate, ContextMark, Sheet } from './sheet.ts'
import type { EntityType } from './types.ts'

/** How far a word reaches, in characters on either side. */
const contextReach = 40
/** A label that speaks against a number stands right before it: `order no. 4111…`. */
const counterReach = 12
const labelEnd = /^[\s:#=|"'*_>-]*(?:(?:no|nr|num|number|id|code)\b)?[\s.:#=|"'*_>-]*$/i
/** A type's name before the word of it that is also a context word: `US_SSN`. */
const typeReach = 8
const contextGain = 0.35
const hintGain = 0.5
const counterLoss = 0.4

export interface Scored {
  readonly start: number
  readonly end: number
  readonly type: EntityType
  readonly score: number
  readonly detector: string
}

/** Contexts and hints of a sheet are in order of position, as the scan found them. */
export function scoreAll(
  sheet: Sheet,
  keyType: EntityType | undefined,
  isCounterKey = false,
): Scored[] {
  return sheet.candidates.map((candidate) => scoreOne(sheet, candidate, keyType, isCounterKey))
}

function scoreOne(
  sheet: Sheet,
  candidate: Candidate,
  keyType: EntityType | undefined,
  isCounterKey: boolean,
): Scored {
  const { start, end, type, base } = candidate
  if (candidate.isFirm) return { start, end, type, score: base, detector: candidate.detector }
  const near = contextsNear(sheet, candidate)
  const hinted = keyType === type || isHinted(sheet, candidate)
  const reasons = [candidate.detector]
  let score = base
  if (hinted) {
    score += hintGain
    reasons.push('key')
  }
  if (near.some((mark) => mark.meaning === type && isBeside(sheet.text, mark, candidate))) {
    score += contextGain
    reasons.push('context')
  } else if (type === 'PHONE' && isBesideEmail(sheet, candidate)) {
    score += contextGain
    reasons.push('contact')
  }
  // What a number is called right before it counts for more than what is spoken of around.
  if (
    !hinted &&
    (isCounterKey || near.some((mark) => speaksAgainst(sheet.text, mark, candidate)))
  ) {
    score -= counterLoss + (reasons.includes('context') ? contextGain : 0)
    reasons.push('counter')
  }
  const bounded = Math.round(Math.min(1, Math.max(0, score)) * 100) / 100
  return { start, end, type, score: bounded, detector: reasons.join('+') }
}

/** In lists of people a number stands next to the mail address: nothing but a sign or blank between. */
function isBesideEmail(sheet: Sheet, { start, end }: Candidate): boolean {
  const { text } = sheet
  const before = /[,;|\t/ ]{1,3}$/.exec(text.slice(Math.max(0, start - 3), start))?.[0].length ?? 0
  const after = /^[,;|\t/ ]{1,3}/.exec(text.slice(end, end + 3))?.[0].length ?? 0
  if (before === 0 && after === 0) return false
  return sheet.isEmailEdge(before > 0 ? start - before : -1, after > 0 ? end + after : -1)
}

/** Four parts with dots are versions behind words for them. */
function speaksAgainst(text: string, mark: ContextMark, candidate: Candidate): boolean {
  if (mark.meaning !== 'version' || candidate.type !== 'IP') return isCounter(text, mark, candidate)
  if (!candidate.detector.startsWith('ipv4')) return false
  return mark.end <= candidate.start && isBeside(text, mark, candidate)
}

function isCounter(text: string, mark: ContextMark, candidate: Candidate): boolean {
  const gap = candidate.start - mark.end
  if ((mark.meaning !== 'counter' && mark.meaning !== 'version') || gap < 0 || gap > counterReach)
    return false
  return labelEnd.test(text.slice(mark.end, candidate.start))
}

/**
 * Nothing that was masked stands between: a placeholder has another length than its value, and a word that was out of reach before masking must not come into
 * reach by it.
 */
function isBeside(
  text: string,
  mark: { start: number; end: number },
  candidate: Candidate,
): boolean {
  const between =
    mark.end <= candidate.start
      ? text.slice(mark.end, candidate.start)
      : text.slice(candidate.end, mark.start)
  // The type in a placeholder is no word of the text.
  const before = text.slice(Math.max(0, mark.start - typeReach), mark.start)
  return !between.includes(placeholderOpen) && !before.includes(placeholderOpen)
}

function isHinted(sheet: Sheet, candidate: Candidate): boolean {
  const { hints } = sheet
  for (let i = firstEndingFrom(hints, candidate.start + 1); i < hints.length; i++) {
    const span = hints[i]
    if (span === undefined || span.start > candidate.start) break
    if (
      span.type === candidate.type &&
      isBeside(sheet.text, { ...span, end: span.start }, candidate)
    )
      return true
  }
  return false
}

function contextsNear(sheet: Sheet, { start, end }: Candidate): ContextMark[] {
  const { contexts } = sheet
  const near: ContextMark[] = []
  for (let i = firstEndingFrom(contexts, start - contextReach); i < contexts.length; i++) {
    const mark = contexts[i]
    if (mark === undefined || mark.start > end + contextReach) break
    near.push(mark)
  }
  sheet.work += near.length
  return near
}
