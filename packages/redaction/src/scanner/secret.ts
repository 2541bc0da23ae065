/** Tokens of providers: by a part of the token itself, or by its shape behind the provider's name. */
import { ALNUM, is, LETTER, LOWER, UPPER } from '../chars.ts'
import { checks } from '../secret/check.ts'
import { entropy } from '../secret/entropy.ts'
import { isFiller } from '../secret/filler.ts'
import type { NearGroup, SecretRule } from '../secret/rules.ts'
import { matchBack, matchShape, type Shape } from '../secret/shape.ts'
import type { Sheet } from '../sheet.ts'

const markBase = 0.95
const nearBase = 0.9
/** Between a provider's name and its token stand the rest of the key's name, signs and quotes. */
const nearReachMax = 80
const nearLinesMax = 2
/** Of a long token so much is read to see whether it is random: most that begin like one are not. */
const judgedCharsMax = 64
const signs = new Uint8Array(128)
for (const char of '=:"\'`>|,(?') signs[char.charCodeAt(0)] = 1
/** A web address that is a secret is one from its scheme on. */
const schemes = ['https://', 'http://']

/** `start` and `end` enclose the rule's literal. Returns the end of the token, or 0. */
export function scanSecret(sheet: Sheet, rule: SecretRule, start: number, end: number): number {
  const { text } = sheet
  const anchor = rule.anchor ?? 0
  if (rule.isWordStart && start > 0 && isInside(text.charCodeAt(start - 1))) return 0
  if (!startsExactly(rule.shape, anchor, text, start)) return 0
  if (repeats(rule, text, start)) return 0
  const isLast = anchor === rule.shape.length - 1
  const head = isLast ? end : matchShape(rule.after, text, end, judgedCharsMax)
  sheet.work += Math.max(0, head - start) + 4
  if (head < 0) return 0
  const from = anchor === 0 ? start : matchBack(rule.before, text, start)
  if (from < 0) return 0
  sheet.work += start - from + head - from
  if (!isRandom(rule, text, from, head)) return 0
  const to = isLast ? end : Math.max(head, matchShape(rule.after, text, end))
  sheet.work += to - head
  sheet.addFirm('SECRET', withScheme(text, from), to, markBase, `secret/${rule.id}`)
  return to
}

/** The keyword began before: in a run of it, only the first place is its start. */
function repeats({ period }: SecretRule, text: string, start: number): boolean {
  if (period === 0 || start < period) return false
  return text.startsWith(text.slice(start, start + period), start - period)
}

/** In front of a short prefix: a word, an extension, a hyphenated name or other base64 goes on. */
function isInside(code: number): boolean {
  return is(code, ALNUM) || code === 0x2b || code === 0x2d || code === 0x2e
}

/** The automaton folds case; shapes do not. */
function startsExactly(shape: Shape, anchor: number, text: string, at: number): boolean {
  const segment = shape[anchor]
  return segment !== undefined && 'literal' in segment && text.startsWith(segment.literal, at)
}

function isRandom(rule: SecretRule, text: string, from: number, to: number): boolean {
  if (rule.check !== undefined && checks[rule.check](text.slice(from, to))) return true
  const first = rule.shape[0]
  const skipped = first !== undefined && 'literal' in first ? first.literal.length : 0
  const random = text.slice(from + skipped, to)
  return entropy(random) >= rule.entropyMin && !isFiller(random)
}

function withScheme(text: string, from: number): number {
  const scheme = schemes.find((each) => text.startsWith(each, from - each.length))
  return scheme === undefined ? from : from - scheme.length
}

/** `start` and `end` enclose the provider's name. Shapes are tried wherever a word begins that is not the name's own. */
export function scanNear(sheet: Sheet, group: NearGroup, start: number, end: number): void {
  const { text } = sheet
  if (!isName(text, start, end)) return
  const limit = Math.min(text.length, end + nearReachMax)
  const tried = sheet.nearTried.get(group)
  let from = limit
  let lines = 0
  let hasSign = false
  let i = end
  for (; i < limit; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x0a && ++lines > nearLinesMax) break
    const before = text.charCodeAt(i - 1)
    if (is(before, ALNUM)) continue
    hasSign ||= isSign(before)
    if (hasSign && i < from) from = i
    if (isSign(code) || (tried !== undefined && i >= tried.from && i < tried.to)) continue
    const rule = longest(sheet, group, i, hasSign)
    if (rule === undefined) continue
    if (isPublicName(text.slice(end, i))) {
      from = i + 1
      continue
    }
    sheet.work += i - end
    sheet.addFirm('SECRET', i, matchShape(rule.shape, text, i), nearBase, `secret/${rule.id}`)
    return
  }
  sheet.work += i - end
  sheet.nearTried.set(group, { from, to: i })
}

/** Of the shapes that fit at the position the longest; without a sign only one that has signs itself. */
function longest(
  sheet: Sheet,
  group: NearGroup,
  at: number,
  hasSign: boolean,
): SecretRule | undefined {
  const { text } = sheet
  let best: SecretRule | undefined
  let bestEnd = 0
  for (const rule of group.rules) {
    if (!hasSign && !rule.isTelling) continue
    const end = matchShape(rule.shape, text, at)
    if (end <= bestEnd || '+/'.includes(text.charAt(end) || ' ')) continue
    sheet.work += end - at
    if (!isRandom(rule, text, at, end)) continue
    best = rule
    bestEnd = end
  }
  return best
}

/** The rule whose shape the whole text has. */
export function ruleOf(rules: readonly SecretRule[], text: string): SecretRule | undefined {
  return rules.find(
    (rule) =>
      matchShape(rule.shape, text, 0) === text.length && isRandom(rule, text, 0, text.length),
  )
}

/** Not `meraKi` in `CameraKit`: with a capital inside, a name begins with one, or begins a word. */
function isName(text: string, start: number, end: number): boolean {
  if (is(text.charCodeAt(end - 1), UPPER) && is(text.charCodeAt(end - 2), LOWER)) return false
  if (is(text.charCodeAt(start), UPPER) || !is(text.charCodeAt(start - 1), LETTER)) return true
  for (let i = start + 1; i < end; i++)
    if (is(text.charCodeAt(i), UPPER) && is(text.charCodeAt(i - 1), LOWER)) return false
  return true
}

/** `=`, `:`, quotes, brackets, bars, commas, and words that say so: something is given a value. */
function isSign(code: number): boolean {
  return code < 128 && signs[code] === 1
}

const publicWords =
  /(?:^|[^a-z])(?:commit|sha\d*|hash|digest|checksum|md5|etag|version|revision|rev|ref|trace|span|request|build|image|fingerprint|public|publishable|account|tenant|subscription|project|workspace|app(?:lication)?|org(?:anization)?|team|user|channel|guild|server|object|resource|node|run|job|event|message|issue|page|file|doc|record|customer|order)(?:[^a-z]?id)?[^a-z]*$/i

/** The last word before the value says that everybody may know it. */
function isPublicName(gap: string): boolean {
  return publicWords.test(gap.slice(-24))
}
