/** One text being scanned: what the scanners have found on it so far, what words stand around, and the work it took. */
import type { EntityType } from './types.ts'

export interface Candidate {
  readonly start: number
  readonly end: number
  readonly type: EntityType
  /** Pattern and validator together; context and hints are added in score.ts. */
  readonly base: number
  /** Which rule, and what spoke for it, e.g. `card/luhn`. */
  readonly detector: string
  /** Context and hints change nothing: the shape alone proves it. */
  readonly isFirm: boolean
}

/** A word that makes some type likelier near it, or every number less likely. */
export interface ContextMark {
  readonly start: number
  readonly end: number
  /** `version`: what is told of releases; four-part numbers near it are no addresses, others right behind it count something. */
  readonly meaning: EntityType | 'counter' | 'version'
  /** It names a value: scanner/label.ts reads what stands beside it. */
  readonly isLabel?: boolean
  /** An abbreviation with other meanings: the value must stand right behind it. */
  readonly isCapital?: boolean
  /** A word for any account: something of banks must stand near. */
  readonly isPaired?: boolean | undefined
}

/** A stretch that a key in the same text (`phone: …`) says something about. */
export interface HintSpan {
  readonly start: number
  readonly end: number
  readonly type: EntityType
}

export class Sheet {
  readonly text: string
  readonly candidates: Candidate[] = []
  readonly contexts: ContextMark[] = []
  readonly hints: HintSpan[] = []
  /** Where an `@` ends the user part of a URL: no e-mail address begins before it. */
  userinfoAt = -1
  /** The last `@` with a host behind it that was found between two positions, or -1. */
  signBehind = { from: 0, to: 0, sign: -1 }
  /** Up to here a secret's value is known already: signs in it assign nothing. */
  assignedUntil = 0
  /** Up to here a long word has been judged as a whole. */
  wordUntil = 0
  /** Up to here manifests were read already. */
  manifestUntil = 0
  /** Up to here keys in JSON were read already. */
  jwkUntil = 0
  /** Up to here options of a command line were read already. */
  commandUntil = 0
  /** Behind a provider's name: where no shape of its tokens begins. */
  readonly nearTried = new Map<object, { readonly from: number; readonly to: number }>()
  /** The word without spaces that a phrase was last followed by. */
  spokenFrom = 0
  spokenUntil = 0
  /** Words that stand for signs or digits. */
  spelled = 0
  /** Characters looked at, repeats counted: grows linearly with the text or something is wrong. */
  work = 0

  /** Ends of addresses, and their starts as negative numbers; made when first asked for. */
  private emailEdges: Set<number> | undefined

  constructor(text: string) {
    this.text = text
  }

  /** Marks are kept in order of their ends; one that comes late, because it was found by its start, is put in its place. */
  addContext(mark: ContextMark): void {
    let at = this.contexts.length
    while (at > 0 && (this.contexts[at - 1]?.end ?? 0) > mark.end) at--
    this.contexts.splice(at, 0, mark)
  }

  add(type: EntityType, start: number, end: number, base: number, detector: string): void {
    this.candidates.push({ type, start, end, base, detector, isFirm: false })
  }

  /** Whether a mail address ends at the one position or begins at the other. */
  isEmailEdge(end: number, start: number): boolean {
    if (this.emailEdges === undefined) {
      this.emailEdges = new Set()
      for (const each of this.candidates)
        if (each.type === 'EMAIL') this.emailEdges.add(each.end).add(-each.start - 2)
    }
    return this.emailEdges.has(end) || this.emailEdges.has(-start - 2)
  }

  addFirm(type: EntityType, start: number, end: number, base: number, detector: string): void {
    this.candidates.push({ type, start, end, base, detector, isFirm: true })
  }
}
