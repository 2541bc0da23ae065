/** Letters and digits that only look like Latin ones: in addresses, tokens and labels a reader sees the Latin letter. One more reading, which only adds findings. */
import { ALNUM, DIGIT, is } from '../chars.ts'
import { Edits } from '../view.ts'

/** Pairs from Unicode's confusables (UTS 39) that are alike in common fonts, by script. */
const pairs = [
  'аa еe оo рp сc уy хx іi јj ѕs ԁd ԛq ԝw һh кk мm тt вb нh ӏl үy ԍg',
  'АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ԌG ԚQ ԜW ҮY ӀI',
  'αa οo ρp υu νv ιi κk τt χx γy ηn ωw ϲc ϳj',
  'ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC Ϳj',
  'օo ոn սu հh ցg յj զq ѵv ԼL ՕO ՏS ՍU',
  'ıi ȷj ɡg ɑa ƅb ƽs ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ꞯq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz',
  'đd ħh łl øo ŧt ƀb ɍr ĐD ĦH ŁL ØO ŦT',
  'ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᏒR ᏚS ᎢT ᏙV ᎳW ᏃZ',
  'ꓮA ꓐB ꓚC ꓓD ꓰE ꓝF ꓖG ꓧH ꓲI ꓙJ ꓗK ꓡL ꓟM ꓠN ꓳO ꓑP ꓣR ꓢS ꓔT ꓴU ꓦV ꓪW ꓫX ꓬY ꓜZ',
  '〇0 零0 一1 二2 三3 四4 五5 六6 七7 八8 九9 壹1 貳2 贰2 參3 叁3 肆4 伍5 陸6 陆6 柒7 捌8 玖9',
]
const latin = new Map(
  pairs.flatMap((row) => row.split(' ').map((pair) => [pair.slice(0, -1), pair.slice(-1)])),
)
/** Rows of the alphabet or of digits that NFKC leaves alone: first code point, how many, first letter. */
const rows: readonly (readonly [number, number, string])[] = [
  [0x1f150, 26, 'A'],
  [0x1f170, 26, 'A'],
  [0x1f1e6, 26, 'A'],
  [0x2776, 9, '1'],
  [0x2780, 9, '1'],
  [0x278a, 9, '1'],
  [0x24f5, 9, '1'],
  [0x24ff, 1, '0'],
  [0x1f10b, 1, '0'],
  [0x1f10c, 1, '0'],
]
for (const [first, count, letter] of rows)
  for (let n = 0; n < count; n++)
    latin.set(String.fromCodePoint(first + n), String.fromCharCode(letter.charCodeAt(0) + n))
/** Drawn between digits these are digits. */
const digits = new Map([...'ОоΟοՕօ'].map((char) => [char, '0']))
for (const [char, digit] of ['З3', 'з3', 'б6', 'Ӏ1', 'І1'].map((pair) => [...pair]))
  digits.set(char ?? '', digit ?? '')

const any = new RegExp(
  `[${[...latin.keys()].join('')}]|[ -~]\\p{M}|[\\u00c0-\\u024f\\u1e00-\\u1eff]`,
  'u',
)
/** Only words of mixed script hide something, and lists of digits. */
const mixed = /[A-Za-z0-9@]/
const numerals = /^[〇零一二三四五六七八九壹貳贰參叁肆伍陸陆柒捌玖]+$/u
const numeralsMin = 2
/** Accents on nearly every letter are no language's. */
const accented = /(?:[\u00c0-\u024f\u1e00-\u1eff][!-~]?){5}/
/** Marks on signs and digits, which no language has. */
const drawn = /[!-~]\p{M}/u
const wordCharsMax = 2048
const blank = /\s/

/** Words are read one by one: what stands between two spaces. */
export function lookAlikeEdits(text: string): Edits {
  const edits = new Edits()
  if (!any.test(text)) return edits
  let at = 0
  while (at < text.length) {
    const end = wordEnd(text, at)
    if (end > at) addWord(text, at, end, edits)
    at = Math.max(end, at + 1)
  }
  return edits
}

function wordEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + wordCharsMax)
  let end = at
  while (end < limit && !blank.test(text.charAt(end))) end++
  return end
}

function addWord(text: string, from: number, to: number, edits: Edits): void {
  const word = text.slice(from, to)
  if (!any.test(word)) return
  const isAccented = accented.test(word) || drawn.test(word)
  if (!mixed.test(word) && !isAccented && !isNumeral(word) && !/[\p{So}\p{No}]/u.test(word)) return
  let at = from
  for (const char of word) {
    const shown = readChar(text, at, char, isAccented)
    if (shown !== char) edits.add(at, at + char.length, shown)
    at += char.length
  }
}

function isNumeral(word: string): boolean {
  return word.length >= numeralsMin && numerals.test(word.replace(/[-.,·+()]/g, ''))
}

function readChar(text: string, at: number, char: string, isAccented: boolean): string {
  if (char.charCodeAt(0) < 128) return char
  if (/^\p{M}$/u.test(char))
    return is(text.charCodeAt(at - 1), ALNUM) || isDrawn(text, at) ? '' : char
  const digit = digits.get(char)
  if (
    digit !== undefined &&
    is(text.charCodeAt(at - 1), DIGIT) &&
    is(text.charCodeAt(at + 1), DIGIT)
  )
    return digit
  const known = latin.get(char)
  if (known !== undefined) return known
  return isAccented ? (char.normalize('NFD').charAt(0) ?? char) : char
}

/** A mark drawn over a sign or another mark. */
function isDrawn(text: string, at: number): boolean {
  const code = text.charCodeAt(at - 1)
  return (code >= 32 && code < 127) || (code >= 0x300 && code < 0x370) || code === 0x20e3
}
