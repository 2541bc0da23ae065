/** Detectors of operators: literals, globs and shapes that stand for one of our types. No regular expressions: nobody could bound their time. */
import { HoldpointError } from '@holdpoint/contracts'
import { normalise } from '../normalise.ts'
import type { Sheet } from '../sheet.ts'
import { type EntityType, types } from '../types.ts'
import { isBoundary } from './boundary.ts'
import { brokenGlob, isRunStart, matchGlob, runCharsMax, runEnd } from './glob.ts'
import { fold, Literals, literalCharsMax } from './literals.ts'
import { type CustomShape, matchCustomShape, parseShape } from './shape.ts'

/** One detector as configuration has it. */
export interface CustomDetector {
  /** Lower-case letters, digits and dashes; findings name `custom/<name>`. */
  readonly name: string
  /** `CUSTOM`, or any other type: its label and its partial reveal come with it. */
  readonly type: EntityType
  /** Default 0.9. Below a profile's threshold nothing is found. */
  readonly score?: number
  /** Case counts. Default false. */
  readonly caseSensitive?: boolean
  /** Whole words or texts. */
  readonly literals?: readonly string[]
  /** One word with `*` and `?`. */
  readonly globs?: readonly string[]
  /** `#` a digit, `@` a letter, `%` either, `{n}` or `{n,m}` how often, `\` before a sign itself. */
  readonly shapes?: readonly string[]
}

const scoreDefault = 0.9
const namePattern = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/
const literalCharsMin = 2
/** Together; each costs memory only. */
const literalsMax = 10_000
/** Together; each is tried wherever a word begins. */
const patternsMax = 100

interface Pattern {
  readonly detector: number
  readonly isCased: boolean
}

export class CustomDetectors {
  private readonly rows: readonly CustomDetector[]
  private readonly literals = new Literals()
  private readonly globs: (Pattern & { readonly glob: string })[] = []
  private readonly shapes: (Pattern & { readonly shape: CustomShape })[] = []

  /** Throws HP_FIELD_INVALID; `field` is a JSON Pointer behind `where`. */
  constructor(rows: readonly CustomDetector[], where = '/detectors') {
    this.rows = rows
    for (const [index, row] of rows.entries()) this.add(row, index, `${where}/${index}`)
    const named = rows.findIndex(({ name }, i) => rows.findIndex((row) => row.name === name) < i)
    if (named >= 0) throw invalid(`${where}/${named}/name`, 'stands twice')
    if (this.literals.size > literalsMax)
      throw invalid(where, `have more than ${literalsMax} literals`)
    if (this.globs.length + this.shapes.length > patternsMax)
      throw invalid(where, `have more than ${patternsMax} globs and shapes`)
  }

  /** Adds what it finds; one look from left to right. */
  scan(sheet: Sheet): void {
    const { text } = sheet
    const folded = fold(text)
    for (let at = 0; at < text.length; at++) {
      if (isBoundary(text, at)) this.scanAt(sheet, folded, at)
      if (this.globs.length > 0 && isRunStart(text, at)) this.scanRun(sheet, folded, at)
    }
    sheet.work += text.length
  }

  private add(row: CustomDetector, detector: number, at: string): void {
    const { literals = [], globs = [], shapes = [], caseSensitive: isCased = false } = row
    if (!namePattern.test(row.name))
      throw invalid(`${at}/name`, 'must be lower-case letters, digits and dashes')
    if (!Object.hasOwn(types, row.type)) throw invalid(`${at}/type`, 'is no type of the engine')
    if (literals.length + globs.length + shapes.length === 0)
      throw invalid(at, 'needs literals, globs or shapes')
    for (const [i, literal] of literals.entries()) {
      // As texts are read: full-width letters and the like are what they stand for.
      const read = normalise(literal).text.trim()
      if (read.length < literalCharsMin || read.length > literalCharsMax)
        throw invalid(
          `${at}/literals/${i}`,
          `must have ${literalCharsMin} to ${literalCharsMax} characters`,
        )
      this.literals.add(read, detector, isCased)
    }
    for (const [i, glob] of globs.entries()) {
      const rule = brokenGlob(glob)
      if (rule !== undefined) throw invalid(`${at}/globs/${i}`, rule)
      this.globs.push({ detector, isCased, glob: isCased ? glob : fold(glob) })
    }
    for (const [i, text] of shapes.entries()) {
      const shape = parseShape(text)
      if ('rule' in shape) throw invalid(`${at}/shapes/${i}`, shape.rule)
      this.shapes.push({ detector, isCased, shape })
    }
  }

  private scanAt(sheet: Sheet, folded: string, at: number): void {
    const { text } = sheet
    if (this.literals.size > 0) {
      const isEnd = (end: number): boolean => isBoundary(text, end)
      const { end, detector, seen } = this.literals.longestAt(text, folded, at, isEnd)
      sheet.work += seen
      if (end > 0) this.report(sheet, detector, at, end)
    }
    for (const { shape, detector, isCased } of this.shapes) {
      const end = matchCustomShape(shape, text, at, isCased)
      sheet.work += end < 0 ? 1 : end - at
      if (end > 0 && isBoundary(text, end)) this.report(sheet, detector, at, end)
    }
  }

  private scanRun(sheet: Sheet, folded: string, at: number): void {
    const end = runEnd(sheet.text, at)
    if (end <= at) return
    const cased = sheet.text.slice(at, end)
    const run = folded.slice(at, end)
    for (const { glob, detector, isCased } of this.globs) {
      sheet.work += Math.min(runCharsMax, run.length)
      if (matchGlob(glob, isCased ? cased : run)) this.report(sheet, detector, at, end)
    }
  }

  private report(sheet: Sheet, detector: number, start: number, end: number): void {
    const row = this.rows[detector]
    if (row === undefined) return
    sheet.addFirm(row.type, start, end, row.score ?? scoreDefault, `custom/${row.name}`)
  }
}

function invalid(field: string, rule: string): HoldpointError {
  return new HoldpointError('HP_FIELD_INVALID', { field, rule })
}
