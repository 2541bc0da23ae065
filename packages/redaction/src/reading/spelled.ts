/** Signs and digits written as words: `jane at acme dot com`, `jane [at] acme [dot] com`, `four one one one`. */
import { DIGIT, is } from '../chars.ts'
import { MARK, OPEN } from '../survey.ts'
import { apart, Edits, noEdits } from '../view.ts'

const signs: Readonly<Record<string, string>> = {
  ...{ at: '@', ät: '@', arroba: '@', chez: '@', arobase: '@', chiocciola: '@', klammeraffe: '@' },
  ...{ apenstaartje: '@', małpa: '@', собака: '@', dot: '.', punkt: '.', punto: '.', point: '.' },
  ...{ ponto: '.', punt: '.', kropka: '.', точка: '.', prik: '.', nokta: '.', period: '.' },
  ...{ dash: '-', hyphen: '-', minus: '-', bindestrich: '-', tiret: '-', guion: '-', guión: '-' },
  ...{ underscore: '_', unterstrich: '_', plus: '+', colon: ':', slash: '/', '@': '@', '.': '.' },
}
const names = Object.keys(signs).filter((name) => name.length > 1)
const sign = names.join('|')
/** A sign in brackets, between underscores, as a word, or with spaces around it. */
const spelled = new RegExp(
  `\\s{0,3}[\\[({<]\\s?(?<bracketed>${sign}|@|\\.)\\s?[\\])}>]\\s{0,3}|(?<=[\\p{L}\\p{N}])(?<wrap>[_-])(?<wrapped>at|dot|AT|DOT)\\k<wrap>(?=[\\p{L}\\p{N}])|\\s{1,3}(?<word>${sign})\\s{1,3}|\\s{1,2}(?<bare>@|\\.)\\s{1,2}`,
  'giu',
)
const bracketed = /[[({<]\s?(?:at|ät|@|\.)\s?[\])}>]/i
/** Around a word for a sign stands what addresses are made of. */
const atom = /[\p{L}\p{N}_+%~-]/u

const digitWords: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'zero oh one two three four five six seven eight nine',
    'null . eins zwei drei vier fünf sechs sieben acht neun',
    'zéro . un deux trois quatre cinq six sept huit neuf',
    'cero . uno dos tres cuatro cinco seis siete ocho nueve',
    'zero . uno due tre quattro cinque sei sette otto nove',
    'zero . um dois três quatro cinco seis sete oito nove',
    'nul . een twee drie vier vijf zes zeven acht negen',
    'nought nil ein zwo três quatro fuenf meia siete ocho niner',
  ].flatMap((row) =>
    row
      .split(' ')
      .flatMap((word, index) =>
        word === '.' ? [] : [[word, String(Math.max(0, index - 1))] as const],
      ),
  ),
)
const digitWord = new RegExp(
  `(?<![\\p{L}])(?:${Object.keys(digitWords).join('|')}|\\d)(?![\\p{L}])(?<gap>[\\s,.·-]{0,3})`,
  'giu',
)
const digitsMin = 7
const digitWordsMin = 4
/** Words that make this reading worth trying, as the keyword automaton knows them. The others are too common. */
const common = new Set(
  'at plus minus dash hyphen colon slash period ein um un uma six sei sete tres'.split(' '),
)
export const spelledWords: readonly string[] = [
  ...new Set([...Object.keys(signs), ...Object.keys(digitWords)]),
].filter((word) => /^[a-z]{2,}$/.test(word) && !common.has(word))

/** `words`: how many of them the text has. */
export function spelledEdits(text: string, flags: number, words: number): Edits {
  const hasSigns =
    words > 0 ||
    ((flags & (OPEN | MARK)) !== 0 && bracketed.test(text)) ||
    text.includes(' AT ') ||
    text.includes('_at_') ||
    text.includes(' @ ') ||
    text.includes(' . ')
  if (!hasSigns) return noEdits
  const edits = new Edits()
  addSigns(text, edits)
  if (words < digitWordsMin) return edits
  addDigits(text, edits)
  return apart(edits)
}

function addSigns(text: string, edits: Edits): void {
  // `look at example.com` is prose; `look at example dot com` is not.
  const isSpelled = hasDot(text)
  for (const match of text.matchAll(spelled)) {
    const { bracketed, wrapped, word, bare } = match.groups ?? {}
    const name = (bracketed ?? wrapped ?? word ?? bare ?? '').toLowerCase()
    const shown = signs[name] ?? ''
    if (shown === '') continue
    const isShouted = word === 'AT' || word === 'DOT'
    const end = match.index + match[0].length
    const isNumber = is(text.charCodeAt(match.index - 1), DIGIT) && is(text.charCodeAt(end), DIGIT)
    if (word !== undefined && !isShouted && shown !== '.' && !isSpelled && !isNumber) continue
    if (!atom.test(text.charAt(match.index - 1)) || !atom.test(text.charAt(end))) continue
    edits.add(match.index, end, shown)
  }
}

const dot =
  /(?:[\p{L}\p{N}]|[\])}])\s{0,3}[\s[({<_-](?:dot|punkt|punto|point|ponto|punt|kropka|точка|prik|nokta|period)[\s\])}>_-]/iu
function hasDot(text: string): boolean {
  return dot.test(text)
}

/** `eight -zero two`: a sign of the number, beside what sets the words apart. */
function signIn(gap: string): string {
  if (gap.length < 2) return ''
  return gap.includes('.') ? '.' : /-[\s-]|\s-/.test(gap) ? '-' : ''
}

function addDigits(text: string, edits: Edits): void {
  let run: RegExpExecArray[] = []
  const flush = (): void => {
    if (run.length >= digitsMin)
      for (const match of run) {
        const isLast = match === run[run.length - 1]
        const gap = match.groups?.['gap'] ?? ''
        const end = match.index + match[0].length - (isLast ? gap.length : 0)
        const word = match[0].slice(0, match[0].length - gap.length).toLowerCase()
        edits.add(match.index, end, (digitWords[word] ?? word) + (isLast ? '' : signIn(gap)))
      }
    run = []
  }
  for (const match of text.matchAll(digitWord)) {
    const last = run[run.length - 1]
    if (last !== undefined && last.index + last[0].length !== match.index) flush()
    run.push(match)
  }
  flush()
}
