/** Words of addresses: what streets are called in some thirty languages, and what stands behind a house number. */
import { hashWord } from './fold.ts'

/** `12 Baker Street`: the number first, the word last. */
export const BEHIND = 1
/** `rue de Lyon`, `ul. Polna`, `Calle Mayor 3`: the word first. */
export const BEFORE = 2
/** `Apt 4`, `3. OG`. */
export const UNIT = 4
/** `Lipová ulice 4`, `Kossuth Lajos utca 5`: written small behind a name. */
export const SMALL = 8

const words: readonly (readonly [number, string])[] = [
  [
    BEHIND,
    'street st road rd avenue ave av boulevard blvd lane ln drive dr court ct close terrace ter way square sq crescent cres gardens gdns grove mews row hill walk parkway pkwy highway hwy circle cir place pl trail trl alley loop plaza quay wharf green rise view vale parade pde esplanade heights turnpike pike expressway freeway route crossing path bend hollow ridge landing nagar marg colony vihar caddesi cad caddesı sokak sokağı sok sk bulvari bulvarı mahallesi mah straat laan gracht plein weg gatan vägen gata vej gade allé veien gate katu tie kuja straße strasse gasse allee platz',
  ],
  [
    BEHIND | SMALL,
    'utca utcája út útja tér tere körút ulice ulica cesta trg náměstí námestie třída trieda nábřeží nábrežie iela prospekts gatvė tänav puiestee maantee',
  ],
  [
    BEFORE,
    'rue avenue av boulevard bd bld chemin allée allee allées place pl impasse quai cours route passage sentier faubourg calle c avenida avda avd plaza pza paseo pso carrera cra camino callejón ronda travesía glorieta rua r travessa tv praça pc estrada rodovia rod alameda al via viale corso piazza piazzale vicolo vico lungomare ulica ul aleja aleje plac pl osiedle os улица ул проспект пр бульвар бул переулок пер площадь пл шоссе вулиця вул проспект провулок площа ulice náměstí nám třída tř strada str bulevardul bd bulevard șoseaua calea aleea jalan jl gang lorong đường phố ngõ οδός οδος λεωφόρος λεωφορος πλατεία شارع طريق ميدان רחוב שדרות דרך ulitsa prospekt am an auf im in zum zur unter alte alter neue große kleine',
  ],
  [
    UNIT,
    'apt apartment suite ste unit flat floor fl room rm building bldg block blk apto ap piso puerta pta esc esq lok m mieszkanie étage etage appt appartement wohnung whg stock og eg hs bus boîte bte bis ter quater кв квартира офис оф корп д дом будинок буд scala interno int daire kat no nr num número numero n po box lote bloco casa fundos',
  ],
]

/** What may stand between a street and its number: `Gül Sokak No: 4`, `Rua Augusta, nº 12`. */
const numberWords = new Set(
  'no nr num numara número numero n nº nro broj č kbr'.split(' ').map(hashWord),
)

/** German, Dutch, Nordic and Hungarian streets are one word. */
const suffixes =
  'straße,strasse,str,gasse,weg,allee,platz,damm,ring,ufer,steig,graben,markt,hof,straat,laan,gracht,plein,kade,dijk,singel,steeg,dreef,pad,plantsoen,baan,wal,chaussee,promenade,pfad,stieg,twiete,gatan,vägen,gata,gränd,vej,gade,stræde,allé,veien,vegen,gaten,torget,katu,tie,kuja,utca,polku'.split(
    ',',
  )
/** These end many other words: a street by them needs more letters before. */
const suffixLeadMin = 3
/** `Am Mühlbach`, `In der Au`: prepositions, which a number must follow. */
const prepositions = new Set(
  'am an auf im in zum zur unter alte alter neue große kleine c r m al os pl'
    .split(' ')
    .map(hashWord),
)

const meanings = new Map<number, number>()
for (const [meaning, list] of words)
  for (const word of list.split(' ')) {
    const hash = hashWord(word)
    meanings.set(hash, (meanings.get(hash) ?? 0) | meaning)
  }

export function streetMeaning(hash: number): number {
  return meanings.get(hash) ?? 0
}

export function isNumberWord(hash: number): boolean {
  return numberWords.has(hash)
}

export function isPreposition(hash: number): boolean {
  return prepositions.has(hash)
}

export function isStreetWord(word: string): boolean {
  const lower = word.toLowerCase()
  return suffixes.some((end) => lower.length >= end.length + suffixLeadMin && lower.endsWith(end))
}
