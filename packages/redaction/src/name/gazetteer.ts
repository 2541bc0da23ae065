/** What a word can be: part of a name, an ordinary word, a place. A hash table, asked for every word of a text. */
import { readFileSync } from 'node:fs'
import { hashWord } from './fold.ts'

export const GIVEN = 1
export const FAMILY = 2
export const ORDINARY = 4
export const PLACE = 8
export const HONORIFIC = 16
export const PARTICLE = 32
export const COMPANY = 64
/** What people do, and computers do not: "called", "sagte". */
export const ACTS = 128

/** Power of two, twice the number of words. */
const slots = 1 << 18
const mask = slots - 1
const hashes = new Int32Array(slots)
const meanings = new Uint8Array(slots)

const own: readonly (readonly [number, string])[] = [
  [ORDINARY, 'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun'],
  [
    HONORIFIC,
    'mr mrs ms miss mx dr prof professor sir madam madame rev fr sr sra srta srs don dona doña senor senora señor señora señorita herr herrn frau monsieur mme mlle maitre signor signora sig dott dottssa ing dhr mevr mevrouw meneer heer pan pani panem pani panna bay bayan sayın sayin hr fru frk fröken herra rouva κυριος κυρια κ κα г господин госпожа пан пані пани السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة האדון מר גברת גב דר श्री श्रीमती सुश्री डॉ shri smt sri mwalimu bwana bibi ông bà anh chị datuk tuan puan encik pak bu bapak ibu sheikh haji ustad capt captain lt sgt col maj gen judge hon nurse uncle aunt auntie father sister brother coach officer detective inspector constable senator governor attorney counsel',
  ],
  [
    PARTICLE,
    'de del della dello degli dei di da dos das do du des van von der den vom zu zum zur la le les el al ul ibn bin bint ben abu abd ter ten te op af av st san santa san dela delos las los mac mc e y i o lo ud d',
  ],
  [
    COMPANY,
    'inc ltd llc llp gmbh ag plc corp corporation co company sarl sa srl spa bv nv oy oyj ab as aps kg kgaa ohg ug pty group holdings holding partners associates labs lab bank insurance studios studio logistics freight foods systems solutions services software technologies technology tech consulting ventures capital energy energi pharmacy dental clinic hospital university college school institute foundation council ministry department dept agency airlines airways motors hotel restaurant cafe bakery brewery media press records entertainment games networks telecom mobile electric electronics steel mining chemicals pharma biotech robotics analytics cloud networks industries enterprises international global trading shipping transport cargo express stores store market supermarket outfitters apparel club society association union trust fund team verlag werke handel bau versicherung apotheke banco seguros editorial farmacia transportes assurances banque pharmacie boulangerie librairie assicurazioni banca farmacia bedrijf verzekeringen bolaget försäkring spolka firma ооо зао тов ανωνυμη',
  ],
  [
    ACTS,
    'said says asked asks called calls wrote writes told replied requested requests confirmed reported complained signed joined left approved rejected thinks wants needs works lives lived born met emailed phoned texted visited resigned married died explained mentioned suggested argued agreed apologised apologized insisted noted admitted claimed denied promised spoke speaks forgot presented reviewed recommended ordered arrived returned prefers ist sagt sagte schrieb schreibt möchte bittet hat rief fragt fragte wohnt arbeitet a dit écrit demande souhaite habite appelle veut dijo escribió pidió llamó quiere vive solicita disse escreveu pediu ligou quer mora ha detto scrive chiede vuole abita zei schreef vraagt wil woont belde sa skrev säger vill bor prosi napisał napisała chce mieszka zadzwonił zadzwoniła říká napsal napsala žádá chce dedi yazdı istiyor сказал сказала написал написала просит хочет живет звонил звонила каже просить хоче живе написав написала είπε έγραψε ζητά θέλει قال قالت كتب كتبت يطلب يريد طلبت אמר אמרה כתב כתבה מבקש רוצה',
  ],
]

load(readFileSync(new URL('../../data/gazetteer.txt', import.meta.url), 'utf8'))
for (const [meaning, words] of own)
  for (const word of words.split(' ')) put(hashWord(word), meaning)

/** 0 where the word is not known. */
export function meaningOf(hash: number): number {
  for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    const there = hashes[slot]
    if (there === hash) return meanings[slot] ?? 0
    if (there === 0) return 0
  }
}

function put(hash: number, meaning: number): void {
  for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    if (hashes[slot] !== hash && hashes[slot] !== 0) continue
    hashes[slot] = hash
    meanings[slot] = (meanings[slot] ?? 0) | meaning
    return
  }
}

/** Every word begins with a base-36 digit, a capital from ten up: how many of its letters are those of the word before. */
function load(text: string): void {
  for (const word of words(text)) put(hashWord(word.text), word.meaning)
}

export function* words(text: string): Generator<{ text: string; meaning: number }> {
  let meaning = 0
  let before = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('=')) {
      meaning = Number(line.slice(1))
      before = ''
      continue
    }
    for (const [, shared = '0', rest = ''] of line.matchAll(/([0-9A-Z])([^0-9A-Z]*)/g)) {
      before = before.slice(0, Number.parseInt(shared, 36)) + rest
      yield { text: before, meaning }
    }
  }
}
