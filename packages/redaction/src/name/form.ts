/** In which other forms a name that was read in a text stands again: whole, in parts that are only names, as a login. */
import { placeholderOpen } from '@holdpoint/contracts'
import { hashWord } from './fold.ts'
import { FAMILY, GIVEN, meaningOf, ORDINARY, PLACE } from './gazetteer.ts'

const partCharsMin = 4
const loginCharsMin = 5

/** Of a name of several words. A single word that was read as a name here may be a word there. */
export function nameForms(name: string): string[] {
  if (name.includes(placeholderOpen)) return []
  const parts = name.split(/[\s,]+/)
  if (parts.length < 2) return []
  return [name, ...parts.filter((part) => part.length >= partCharsMin && isOnlyName(part))]
}

/** `jdoe`, `john.doe`, `doej`, `john_doe`, as people and systems make them. Latin letters only. */
export function loginsOf(name: string): string[] {
  const isReversed = name.includes(',')
  const parts = ascii(name)
    .split(/[\s,.]+/)
    .filter((part) => part !== '')
  if (isReversed) parts.reverse()
  const first = parts[0] ?? ''
  const last = parts[parts.length - 1] ?? ''
  if (parts.length < 2 || !/^[a-z]+$/.test(first + last)) return []
  const all = [
    first.charAt(0) + last,
    `${first}.${last}`,
    `${first}_${last}`,
    last + first.charAt(0),
  ]
  return all.filter((login) => login.length >= loginCharsMin)
}

function isOnlyName(word: string): boolean {
  const meaning = meaningOf(hashWord(word))
  return (meaning & (GIVEN | FAMILY)) !== 0 && (meaning & (ORDINARY | PLACE)) === 0
}

function ascii(text: string): string {
  return text
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’-]/g, '')
}
