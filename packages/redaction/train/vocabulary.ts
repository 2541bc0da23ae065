/** The words that made-up sentences are filled with, all from the gazetteer; and which of its names training never sees. */
import { readFileSync } from 'node:fs'
import { hashWord } from '../src/name/fold.ts'
import { FAMILY, GIVEN, ORDINARY, PLACE, words } from '../src/name/gazetteer.ts'

export type Script = 'Latn' | 'Cyrl' | 'Grek' | 'Arab' | 'Hebr' | 'Indic'

export interface Vocabulary {
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** Names that are a word as well. */
  readonly ambiguous: readonly string[]
  readonly ordinary: readonly string[]
  readonly places: readonly string[]
  /** Places that are a name as well. */
  readonly namedPlaces: readonly string[]
}

/** One name in so many is kept for checking. */
const heldOutOneIn = 8

const ranges: readonly (readonly [Script, RegExp])[] = [
  ['Latn', /^[a-z']+$/],
  ['Cyrl', /^[\u0400-\u052f']+$/],
  ['Grek', /^[\u0370-\u03ff]+$/],
  ['Arab', /^[\u0600-\u06ff]+$/],
  ['Hebr', /^[\u0590-\u05ff]+$/],
  ['Indic', /^[\u0900-\u097f]+$/],
]

export function readVocabulary(): Record<Script, Vocabulary> {
  const text = readFileSync(new URL('../data/gazetteer.txt', import.meta.url), 'utf8')
  const all = [...words(text)]
  const of = (script: Script, pattern: RegExp): [Script, Vocabulary] => {
    const own = all.filter(({ text: word }) => pattern.test(word))
    const pick = (test: (meaning: number) => boolean) =>
      own.filter(({ meaning }) => test(meaning)).map(({ text: word }) => word)
    return [
      script,
      {
        given: pick((meaning) => (meaning & GIVEN) !== 0 && (meaning & (ORDINARY | PLACE)) === 0),
        family: pick((meaning) => (meaning & FAMILY) !== 0 && (meaning & (ORDINARY | PLACE)) === 0),
        ambiguous: pick((meaning) => (meaning & 3) !== 0 && (meaning & ORDINARY) !== 0),
        ordinary: pick((meaning) => meaning === ORDINARY),
        places: pick((meaning) => meaning === PLACE),
        namedPlaces: pick((meaning) => (meaning & 3) !== 0 && (meaning & PLACE) !== 0),
      },
    ]
  }
  return Object.fromEntries(ranges.map(([script, pattern]) => of(script, pattern))) as Record<
    Script,
    Vocabulary
  >
}

export function isHeldOut(name: string): boolean {
  return (hashWord(name) >>> 7) % heldOutOneIn === 0
}
