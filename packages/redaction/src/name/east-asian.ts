/** Names in scripts that write words together: a family name from a list, one to three characters more, and something that says a person is meant. */
import { readFileSync } from 'node:fs'

const lists = readLists(readFileSync(new URL('../../data/east-asian.txt', import.meta.url), 'utf8'))
const chineseFamily = setOf('chinese-family')
const chineseGiven = setOf('chinese-given')
const japaneseFamily = setOf('japanese-family')
const japaneseGiven = setOf('japanese-given')
const koreanFamily = setOf('korean-family')
const koreanGiven = setOf('korean-given')

const honorifics = '様,さま,さん,氏,先生,くん,君,ちゃん,殿,先輩,部長,課長,社長,教授'.split(',')
const afterJapanese = [
  ...honorifics,
  'の',
  'が',
  'は',
  'を',
  'に',
  'と',
  'も',
  'から',
  'より',
  'へ',
  'まで',
  'です',
]
const titlesChinese =
  '先生,女士,小姐,同学,老师,老師,经理,經理,教授,博士,医生,醫生,主任,总监,律师'.split(',')
const afterChinese = [
  ...titlesChinese,
  '的',
  '是',
  '在',
  '已',
  '请',
  '請',
  '和',
  '与',
  '與',
  '说',
  '說',
  '表示',
  '要求',
  '反馈',
  '来电',
  '來電',
  '申请',
  '您',
  '你',
  '于',
  '将',
  '想',
  '需要',
  '电话',
  '邮箱',
  '手机',
]
const beforeChinese =
  '客户,客戶,顾客,用户,联系,聯繫,联系人,聯絡人,姓名,名叫,寄给,寄給,发给,發給,交给,转给,通知,致,收件人,患者,员工,同事,经理,由,给,給,找,与,和,向,为,持卡人,户主,医生,先生,女士'.split(
    ',',
  )
const beforeJapanese = '担当,担当者,顧客,宛先,宛,氏名,名前,お客様,患者,送付先,社員,名義'.split(',')
const afterKorean =
  '님,씨,군,양,고객,선생,과장,부장,대리,사장,팀장,교수,박사,의사,회원,환자,이,가,은,는,을,를,에게,께,의,와,과,도,로,입니다,이라,라고'.split(
    ',',
  )
const titlesKorean = '님,씨,고객,선생,과장,부장,대리,사장,팀장,교수,박사,의사,회원,환자'.split(',')
const beforeKorean =
  '고객,이름,성명,담당자,담당,수신,수신자,발신,환자,회원,예금주,받는,보낸,직원'.split(',')

export interface EastAsianName {
  readonly start: number
  readonly end: number
}

interface Around {
  /** Of the run. */
  readonly start: number
  readonly end: number
  /** Whether the run stands as a field does: alone, in quotes, in a list, before an address in brackets. */
  readonly isField: boolean
  /** The run before, where only a space or a colon lies between. */
  readonly before: string
  readonly after: string
}

/** All names in the run of Han, kana or Hangul. A run is looked at once per position, each time a few characters far. */
export function* eastAsianNames(text: string, around: Around): Generator<EastAsianName> {
  const { end } = around
  for (let i = around.start; i < end; i++) {
    const length = isHangul(text.charCodeAt(i))
      ? koreanAt(text, i, around)
      : Math.max(japaneseAt(text, i, around), chineseAt(text, i, around))
    if (length === 0) continue
    yield { start: i, end: i + length }
    i += length - 1
  }
}

/** `金` and `김` begin many words: a whole known name, or somebody around who says that it is one. */
function koreanAt(text: string, at: number, around: Around): number {
  if (at !== around.start || startsWithAny(text.slice(at, around.end), titlesKorean)) return 0
  const family = longest(koreanFamily, text, at, 2)
  if (family === 0) return 0
  const isCued = beforeKorean.includes(around.before)
  for (const length of [2, 1, 3]) {
    const end = at + family + length
    if (end > around.end) continue
    const rest = text.slice(end, around.end)
    const isKnown = koreanGiven.has(text.slice(at + family, end))
    const isTitled =
      startsWithAny(rest, titlesKorean) ||
      (rest === '' && startsWithAny(around.after, titlesKorean))
    if (rest !== '' && !startsWithAny(rest, afterKorean)) continue
    if (
      isTitled ||
      (isKnown && length === 2) ||
      (rest === '' && length === 2 && (around.isField || isCued))
    )
      return family + length
  }
  return 0
}

function japaneseAt(text: string, at: number, around: Around): number {
  const katakana = katakanaAt(text, at, around)
  if (katakana > 0) return katakana
  const family = longest(japaneseFamily, text, at, 3)
  if (family === 0) return 0
  const isCued =
    at === around.start
      ? beforeJapanese.includes(around.before)
      : endsWithAny(text.slice(around.start, at), beforeJapanese)
  if (at !== around.start && !isCued && !isBoundaryKana(text.charCodeAt(at - 1))) return 0
  const rest = text.slice(at + family, around.end)
  for (let length = Math.min(4, rest.length); length > 0; length--) {
    const given = rest.slice(0, length)
    const tail = rest.slice(length)
    if (length === 4 && !isKana(given)) continue
    const isTitled = startsWithAny(tail, honorifics)
    const isKnown = japaneseGiven.has(given)
    if (tail !== '' && !isTitled && !(isKnown && startsWithAny(tail, afterJapanese))) continue
    if (
      isTitled ? !isParticle(given) : isKnown || ((isCued || around.isField) && isNameLike(given))
    )
      return family + length
  }
  return startsWithAny(rest, honorifics.slice(0, 6)) ? family : 0
}

/** Foreign names in katakana, before a title. */
function katakanaAt(text: string, at: number, around: Around): number {
  if (at > around.start && isKatakana(text.charCodeAt(at - 1))) return 0
  let end = at
  while (end < around.end && isKatakana(text.charCodeAt(end))) end++
  if (end - at < 2) return 0
  return startsWithAny(text.slice(end, around.end), ['様', 'さん', '氏', '先生', '殿'])
    ? end - at
    : 0
}

function chineseAt(text: string, at: number, around: Around): number {
  const family = longest(chineseFamily, text, at, 2)
  if (family === 0) return 0
  const head = text.slice(Math.max(around.start, at - 4), at)
  const isCued =
    at === around.start ? beforeChinese.includes(around.before) : endsWithAny(head, beforeChinese)
  if (at !== around.start && !isCued) return 0
  const rest = text.slice(at + family, around.end)
  if (startsWithAny(rest, titlesChinese)) return family
  for (const length of [2, 1]) {
    if (rest.length < length) continue
    const given = rest.slice(0, length)
    const tail = rest.slice(length)
    const isKnown = [...given].every((char) => chineseGiven.has(char))
    const isTitled = startsWithAny(tail, titlesChinese)
    const isClosed = tail === '' || startsWithAny(tail, afterChinese)
    if (isTitled && !startsWithAny(given, afterChinese)) return family + length
    if (tail === '' && isKnown && (around.isField || isCued || length === 2)) return family + length
    if (isClosed && isCued && (isKnown || length === 2)) return family + length
    if (isClosed && isKnown && length === 2) return family + length
  }
  return 0
}

function longest(set: ReadonlySet<string>, text: string, at: number, max: number): number {
  for (let length = max; length > 0; length--)
    if (set.has(text.slice(at, at + length))) return length
  return 0
}

function startsWithAny(text: string, heads: readonly string[]): boolean {
  return text !== '' && heads.some((head) => text.startsWith(head))
}

function endsWithAny(text: string, tails: readonly string[]): boolean {
  return tails.some((tail) => text.endsWith(tail))
}

function isParticle(given: string): boolean {
  return given.length === 1 && afterJapanese.includes(given)
}

/** Han, or kana that are no particle. */
function isNameLike(given: string): boolean {
  return (
    given.length <= 3 &&
    !isParticle(given) &&
    /^(?:[\u4e00-\u9fff々]{1,3}|[\u3041-\u3096]{2,3})$/.test(given)
  )
}

function isKana(text: string): boolean {
  return /^[\u3041-\u30ff]+$/.test(text)
}

function isHangul(code: number): boolean {
  return code >= 0xac00 && code < 0xd7a4
}

function isKatakana(code: number): boolean {
  return code >= 0x30a1 && code <= 0x30fc
}

function isBoundaryKana(code: number): boolean {
  return code >= 0x3041 && code <= 0x3096
}

function setOf(name: string): ReadonlySet<string> {
  return new Set(lists.get(name) ?? [])
}

export function readLists(text: string): Map<string, string[]> {
  const read = new Map<string, string[]>()
  let list: string[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('=')) {
      list = []
      read.set(line.slice(1), list)
    } else if (line !== '') list.push(...line.split(' '))
  }
  return read
}
