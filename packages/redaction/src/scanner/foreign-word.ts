/** Context words in scripts other than Latin, looked up where a word begins: they would need an alphabet of thousands in the automaton. */
import { type ContextWord, foreignWords } from '../context.ts'
import type { Sheet } from '../sheet.ts'

/** From here on scripts are not Latin: Greek is the first block. */
export const foreignFrom = 0x370
/** Han, Kana, Hangul and Thai put no space between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}]/u
/** Endings of inflected words, in characters. */
const endingMax = 3
/** Arabic and Hebrew write articles and prepositions together with the word: `بال`, `ה`. */
const proclitics = /[\u0600-\u06ff\u0590-\u05ff]/

interface Spelling {
  readonly text: string
  readonly entry: ContextWord
  readonly isUnspaced: boolean
  readonly takesArticle: boolean
}
const byStart = new Map<number, Spelling[]>()
for (const entry of foreignWords) {
  const spellings = new Set([entry.word, capitalised(entry.word), entry.word.toUpperCase()])
  for (const text of spellings) {
    const row = byStart.get(text.charCodeAt(0)) ?? []
    row.push({ text, entry, isUnspaced: unspaced.test(text), takesArticle: proclitics.test(text) })
    row.sort((a, b) => b.text.length - a.text.length)
    byStart.set(text.charCodeAt(0), row)
  }
}

/** `at` is a unit beyond Latin. Marks the longest word that begins there. */
export function scanForeignWord(sheet: Sheet, at: number): void {
  const row = byStart.get(sheet.text.charCodeAt(at))
  if (row === undefined) return
  sheet.work++
  const found = row.find((spelling) => isWordAt(sheet.text, at, spelling))
  if (found === undefined) return
  const { meaning, isLabel } = found.entry
  sheet.addContext({ start: at, end: at + found.text.length, meaning, isLabel })
}

function isWordAt(text: string, at: number, spelling: Spelling): boolean {
  const word = spelling.text
  if (!text.startsWith(word, at)) return false
  if (spelling.isUnspaced) return true
  const before = text.charCodeAt(at - 1)
  if (before >= foreignFrom && !spelling.takesArticle) return false
  let end = at + word.length
  while (text.charCodeAt(end) >= foreignFrom && end - at - word.length <= endingMax) end++
  return end - at - word.length <= endingMax
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
