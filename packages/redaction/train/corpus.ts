/** Sentences with marked names, made from templates and the gazetteer: the same seed, the same text. */
import { readFileSync } from 'node:fs'
import { People } from './person.ts'
import { Chance } from './random.ts'
import { Things } from './thing.ts'
import { readVocabulary, type Script } from './vocabulary.ts'

export interface Sentence {
  readonly text: string
  /** Start and end of each name. */
  readonly names: readonly (readonly [number, number])[]
}

interface Section {
  readonly script: Script
  /** The same slots, but nobody is meant. */
  readonly isNobody: boolean
  readonly templates: string[]
}

const cased: ReadonlySet<Script> = new Set(['Latn', 'Cyrl', 'Grek'])
/** A section weighs as much as the root of its size: many English templates, but not only English. */
const templatesPerTicket = 9
/** Share of Latin sentences with people whose names are written in another script, in percent. */
const foreignShare = 12
const foreign: readonly Script[] = ['Cyrl', 'Grek', 'Arab', 'Hebr', 'Indic', 'Arab', 'Indic']

export function* sentences(
  file: string,
  seed: number,
  count: number,
  isCheck: boolean,
): Generator<Sentence> {
  const chance = new Chance(seed)
  const vocabulary = readVocabulary()
  const tickets = readSections(file).flatMap((section) =>
    Array.from({ length: Math.ceil(section.templates.length / templatesPerTicket) }, () => section),
  )
  for (let i = 0; i < count; i++) {
    const section = chance.pick(tickets)
    const isForeign = section.script === 'Latn' && !section.isNobody && chance.percent(foreignShare)
    const script = isForeign ? chance.pick(foreign) : section.script
    const people = new People(chance, vocabulary[script], cased.has(script), isCheck)
    const things = new Things(chance, vocabulary.Latn, people)
    let made = fill(chance.pick(section.templates), section, people, things)
    const more = chance.int(3)
    for (let j = 0; j < more; j++) {
      const next = fill(chance.pick(section.templates), section, people, things)
      made = join(made, chance.percent(30) ? '\n' : ' ', next)
    }
    yield made
  }
}

function readSections(file: string): Section[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  const sections: Section[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('=')) {
      const [script = 'Latn', , nobody] = line.slice(1).split(' ')
      sections.push({ script: script as Script, isNobody: nobody === 'none', templates: [] })
    } else if (line !== '')
      sections.at(-1)?.templates.push(line.replaceAll('\\n', '\n').replaceAll('\\t', '\t'))
  }
  return sections
}

function fill(template: string, section: Section, people: People, things: Things): Sentence {
  const names: [number, number][] = []
  let text = ''
  let at = 0
  for (const match of template.matchAll(/\{(\w+)\}/g)) {
    text += template.slice(at, match.index)
    at = match.index + match[0].length
    const slot = match[1] ?? ''
    const name = nameFor(slot, people)
    if (name !== undefined && !section.isNobody)
      names.push([text.length, text.length + name.length])
    text += name ?? things.for(slot)
  }
  return { text: text + template.slice(at), names }
}

function nameFor(slot: string, people: People): string | undefined {
  switch (slot) {
    case 'n':
      return people.full()
    case 'x':
      return people.loose()
    case 'g':
      return people.given()
    case 'G':
      return people.single()
    case 'f':
      return people.family()
    default:
      return undefined
  }
}

function join(a: Sentence, between: string, b: Sentence): Sentence {
  const shift = a.text.length + between.length
  const names = b.names.map(([start, end]) => [start + shift, end + shift] as const)
  return { text: a.text + between + b.text, names: [...a.names, ...names] }
}
