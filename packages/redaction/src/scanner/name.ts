/** People's names in running text: a gate of known names, titles and unknown capitalised pairs; around it the tagger decides. */

import { ACTS, FAMILY, GIVEN, HONORIFIC, ORDINARY, PLACE } from '../name/gazetteer.ts'
import { isNoPerson } from '../name/no-person.ts'
import { spans } from '../name/span.ts'
import { loadWeights, tag } from '../name/tagger.ts'
import {
  CASELESS,
  CODE,
  EAST_ASIAN,
  INFLECTED,
  INNER_CAPITAL,
  LOWER_CASE,
  NUMBER,
  SIGN,
  TITLE_CASE,
  Tokens,
  WORD,
} from '../name/token.ts'
import type { Sheet } from '../sheet.ts'
import { scanAddress } from './address.ts'
import { isThai, scanEastAsian, scanThai } from './east-asian-name.ts'
import {
  isUserCommand,
  isUserWord,
  scanMention,
  scanUserCommand,
  scanUserWord,
} from './username.ts'

const tokensMax = 1024
/** Tokens read again at the start of the next stretch, so that no name is cut there. */
const tokensAgain = 24
/** How far around a gate the tagger looks, in characters. */
const windowUnits = 40
const names = GIVEN | FAMILY
const base = 0.6
/** `ed`, as the tokens keep their ends. */
const pastEnding = (0x65 << 10) ^ 0x64

const tokens = new Tokens(tokensMax)
const tags = new Uint8Array(tokensMax)
const margins = new Int32Array(tokensMax)
const weights = loadWeights()

export function scanNames(sheet: Sheet): void {
  const { text } = sheet
  let from = 0
  for (;;) {
    const end = tokens.read(text, from)
    tagStretch(sheet)
    scanOthers(sheet)
    sheet.work += end - from
    if (end >= text.length || tokens.count <= tokensAgain) return
    from = tokens.starts[tokens.count - tokensAgain] ?? end
  }
}

/** What is found by its own words: addresses, logins, names in scripts that the tagger does not read. */
function scanOthers(sheet: Sheet): void {
  const { text } = sheet
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kinds[i]
    const hash = tokens.hashes[i] ?? 0
    if (kind === EAST_ASIAN) scanEastAsian(sheet, tokens, i)
    else if (kind === NUMBER || kind === CODE) i = Math.max(i, scanAddress(sheet, tokens, i) - 1)
    else if (kind === SIGN && hash === 0x40) scanMention(sheet, tokens, i)
    else if (kind === WORD) {
      if (isThai(text.charCodeAt(tokens.starts[i] ?? 0))) scanThai(sheet, tokens, i)
      else if (isUserWord(hash)) scanUserWord(sheet, tokens, i)
      else if (isUserCommand(hash)) scanUserCommand(sheet, tokens, i)
    }
  }
}

/** Tags every window around a gate; windows that touch are one. */
function tagStretch(sheet: Sheet): void {
  const { count, starts, ends } = tokens
  let done = 0
  for (let i = 0; i < count; i++) {
    if (!isGate(i)) continue
    let from = i
    while (from > done && (starts[i] ?? 0) - (ends[from - 1] ?? 0) < windowUnits) from--
    let to = i + 1
    let last = i
    for (; to < count && (starts[to] ?? 0) - (ends[last] ?? 0) < windowUnits; to++)
      if (isGate(to)) last = to
    tag(tokens, weights, from, to, tags, margins)
    sheet.work += (ends[to - 1] ?? 0) - (starts[from] ?? 0)
    spans(tokens, tags, margins, from, to, (first, end) => {
      const start = tokens.starts[first] ?? 0
      const behind = tokens.ends[end - 1] ?? start
      if (!isNoPerson(sheet.text, start, behind))
        sheet.addFirm('PERSON', start, behind, base, 'name/tagger')
    })
    done = to
    i = to - 1
  }
}

/** Whether a name may be near. */
function isGate(i: number): boolean {
  if (tokens.kinds[i] !== WORD) return false
  const meaning = tokens.meanings[i] ?? 0
  const shape = tokens.shapes[i] ?? 0
  if (shape === LOWER_CASE) return isLowerPair(i, meaning)
  if ((meaning & (names | HONORIFIC)) !== 0) return true
  if (shape === CASELESS) return false
  if ((meaning & INFLECTED) !== 0) return isUnknown(i + 1) || isUnknown(i - 1)
  if ((meaning & PLACE) !== 0) return isActing(i + 1)
  return isUnknown(i)
}

/** `London approved`: what only people do. */
function isActing(i: number): boolean {
  if (i >= tokens.count || tokens.shapes[i] !== LOWER_CASE) return false
  return (tokens.meanings[i] ?? 0) >= ACTS || ((tokens.endings[i] ?? 0) & 0xfffff) === pastEnding
}

/** `anna kowalska`: only names, twice. */
function isLowerPair(i: number, meaning: number): boolean {
  if ((meaning & names) === 0 || (meaning & (ORDINARY | PLACE)) !== 0) return false
  const next = i + 1 < tokens.count ? (tokens.meanings[i + 1] ?? 0) : 0
  return (next & names) !== 0 && (next & (ORDINARY | PLACE)) === 0
}

/** A capitalised word that is no word we know. */
function isUnknown(i: number): boolean {
  if (i < 0 || i >= tokens.count || tokens.kinds[i] !== WORD) return false
  const shape = tokens.shapes[i]
  if (shape !== TITLE_CASE && shape !== INNER_CAPITAL) return false
  return ((tokens.meanings[i] ?? 0) & ~(names | INFLECTED)) === 0
}
