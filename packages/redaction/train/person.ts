/** Names as people write them, and things that are named like people. */
import type { Chance } from './random.ts'
import { isHeldOut, type Vocabulary } from './vocabulary.ts'

const particles =
  'de,van,von,van der,van den,van ’t,di,da,dos,del,de la,le,la,al,el,bin,ter,af,du,d,Mc,Mac,St.'.split(
    ',',
  )
const heads =
  'b,br,c,ch,d,dr,f,fl,g,gr,h,j,k,kl,l,m,n,p,pr,r,s,sch,sh,st,t,tr,v,w,z,th,kh,ts'.split(',')
const hearts = 'a,e,i,o,u,ai,ei,ou,ia,ee,oo,ie'.split(',')
const tails =
  'n,r,l,s,m,t,k,nd,ng,rt,ck,ll,ssen,ström,ner,berg,feld,ová,ski,sen,son,ez,ini,elli,ov,enko,yan,idze,oğlu,aitis,ley,ham,ton,by,worth,more'.split(
    ',',
  )

export class People {
  private readonly chance: Chance
  private readonly words: Vocabulary
  private readonly hasCapitals: boolean
  private readonly isCheck: boolean

  constructor(chance: Chance, words: Vocabulary, hasCapitals: boolean, isCheck: boolean) {
    this.chance = chance
    this.words = words
    this.hasCapitals = hasCapitals
    this.isCheck = isCheck
  }

  given(): string {
    const { chance } = this
    if (this.hasCapitals && chance.percent(12)) return title(this.invented(2))
    if (chance.percent(10)) return title(this.of(this.words.ambiguous, this.words.given))
    if (chance.percent(6)) return title(this.of(this.words.namedPlaces, this.words.given))
    const one = title(this.of(this.words.given, this.words.given))
    if (!this.hasCapitals || !chance.percent(6)) return one
    return one + chance.pick(['-', ' ']) + title(this.of(this.words.given, this.words.given))
  }

  family(): string {
    const { chance } = this
    if (this.hasCapitals && chance.percent(22)) return this.joined(title(this.invented(3)))
    if (chance.percent(10)) return title(this.of(this.words.ambiguous, this.words.family))
    if (chance.percent(4)) return title(this.of(this.words.namedPlaces, this.words.family))
    return this.joined(title(this.of(this.words.family, this.words.family)))
  }

  /** Now and then with a particle, doubled, or both. */
  private joined(family: string): string {
    const { chance } = this
    if (!this.hasCapitals) return family
    if (chance.percent(6)) {
      const particle = chance.pick(particles)
      if (particle === 'd') return `d'${family}`
      if (particle === 'al' || particle === 'el')
        return chance.pick(['al-', 'Al ', 'el-', 'El ', 'Al-', 'El-']) + family
      return particle.startsWith('M') ? particle + family : `${particle} ${family}`
    }
    if (chance.percent(1)) return `O'${family}`
    if (!chance.percent(5)) return family
    return family + chance.pick(['-', ' ']) + title(this.of(this.words.family, this.words.family))
  }

  full(): string {
    const { chance } = this
    if (chance.percent(10)) return this.loose()
    return this.proper()
  }

  /** A single name that is a word or a place elsewhere. */
  single(): string {
    const { chance } = this
    const words = chance.percent(45) ? this.words.ambiguous : this.words.namedPlaces
    return chance.percent(25) ? this.given() : title(this.of(words, this.words.given))
  }

  private proper(): string {
    const { chance } = this
    const given = this.given()
    const family = this.family()
    if (chance.percent(6)) return `${given} ${this.letter()}. ${family}`
    if (chance.percent(2)) return `${given} ${this.letter()} ${family}`
    if (chance.percent(5)) return `${given} ${this.given()} ${family}`
    return chance.percent(6) ? `${family} ${given}` : `${given} ${family}`
  }

  /** As forms, shouting, haste and short forms write it. */
  loose(): string {
    const { chance } = this
    const roll = chance.int(100)
    if (roll < 14) return this.proper().toUpperCase()
    if (roll < 34) return this.plain().toLowerCase()
    if (roll < 50) return `${this.family()}, ${this.given()}`
    if (roll < 66) return `${this.letter()}. ${this.family()}`
    if (roll < 70) return `${this.letter()}.${this.letter()}. ${this.family()}`
    if (roll < 76) return `${this.family()}, ${this.letter()}.`
    if (roll < 80) return `${this.given()} ${this.letter()}.`
    return this.proper()
  }

  /** Only names that the gazetteer knows: in lower case nothing else tells. */
  private plain(): string {
    const { given, family } = this.words
    return `${this.of(given, given)} ${this.of(family, family)}`
  }

  private letter(): string {
    return title(this.of(this.words.given, this.words.given)).charAt(0)
  }

  invented(syllablesMax: number): string {
    const { chance } = this
    let word = ''
    const count = 1 + chance.int(syllablesMax)
    for (let i = 0; i < count; i++) word += chance.pick(heads) + chance.pick(hearts)
    return word + (chance.percent(70) ? chance.pick(tails) : 'a')
  }

  private of(first: readonly string[], otherwise: readonly string[]): string {
    const words = first.length > 0 ? first : otherwise
    for (;;) {
      const word = this.chance.pick(words)
      if (words.length < 100 || isHeldOut(word) === this.isCheck) return word
    }
  }
}

export function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
