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

const byStart = new Map<number, { text: string; entry: ContextWord }[]>()
for (const entry of foreignWords) {
  const spellings = new Set([entry.word, capitalised(entry.word), entry.word.toUpperCase()])
  for (const text of spellings) {
    const row = byStart.get(text.charCodeAt(0)) ?? []
    row.push({ text, entry })
    row.sort((a, b) => b.text.length - a.text.length)
    byStart.set(text.charCodeAt(0), row)
  }
}

/** `at` is a unit beyond Latin. Marks the longest word that begins there. */
export function scanForeignWord(sheet: Sheet, at: number): void {
  const row = byStart.get(sheet.text.charCodeAt(at))
  if (row === undefined) return
  sheet.work++
  const found = row.find(({ text }) => isWordAt(sheet.text, at, text))
  if (found === undefined) return
  const { meaning, isLabel } = found.entry
  sheet.addContext({ start: at, end: at + found.text.length, meaning, isLabel })
}

function isWordAt(text: string, at: number, word: string): boolean {
  if (!text.startsWith(word, at)) return false
  if (unspaced.test(word)) return true
  const before = text.charCodeAt(at - 1)
  if (before >= foreignFrom && !proclitics.test(word)) return false
  let end = at + word.length
  while (text.charCodeAt(end) >= foreignFrom && end - at - word.length <= endingMax) end++
  return end - at - word.length <= endingMax
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
