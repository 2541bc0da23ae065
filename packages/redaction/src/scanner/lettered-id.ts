/** Numbers of people with letters in them: read around a digit whose neighbours are letters, as one token or in the groups they are printed in. */
import { ALNUM, is, LETTER, skipBack, UPPER } from '../chars.ts'
import type { Sheet } from '../sheet.ts'
import type { EntityType } from '../types.ts'
import { isNir } from '../validate/national-europe.ts'
import * as lettered from '../validate/national-lettered.ts'
import { isResident } from '../validate/national-world.ts'

interface LetteredScheme {
  readonly id: string
  readonly type: EntityType
  /** Sticky, from the first character; what it may take is bounded. */
  readonly shape: RegExp
  /** Given upper case without separators, and as written. */
  readonly check: (compact: string, written: string) => boolean
  readonly base: number
}

const national = (
  id: string,
  shape: RegExp,
  check: LetteredScheme['check'],
  base: number,
): LetteredScheme => ({ id, type: 'NATIONAL_ID', shape, check, base })

/** Numbers that begin with letters: by the length of those letters. A space or dash may follow them. */
const byLetters: readonly (readonly LetteredScheme[])[] = [
  [],
  [
    national('es-nie', /[XYZ][ .-]?\d{7}[ -]?[A-Z]/iy, lettered.isDni, 0.7),
    national('es-nie', /[XYZ][ -]?\d\.\d{3}\.\d{3}[ -]?[A-Z]/iy, lettered.isDni, 0.7),
    national('sg-nric', /[STFG]\d{7}[A-Z]/iy, lettered.isNric, 0.65),
  ],
  [national('uk-nino', /[A-Z]{2}([ -]?)\d\d\1\d\d\1\d\d\1[A-D]/iy, lettered.isNino, 0.65)],
  [],
  [national('mx-curp', /[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d/iy, lettered.isCurp, 0.9)],
  [national('in-pan', /[A-Z]{5}\d{4}[A-Z]/iy, lettered.isPan, 0.6)],
  [
    national(
      'it-codice-fiscale',
      /[A-Z]{3}[ ]?[A-Z]{3}[ ]?[\dL-NP-V]{2}[A-Z][\dL-NP-V]{2}[ ]?[A-Z][\dL-NP-V]{3}[A-Z]/iy,
      lettered.isCodiceFiscale,
      0.85,
    ),
  ],
]

/** Numbers that begin with digits: by how many there are before the first sign or letter. */
const byDigits: Readonly<Record<number, readonly LetteredScheme[]>> = {
  1: [
    national('fr-nir', /\d ?\d\d ?\d\d ?2[AB] ?\d{3} ?\d{3} ?\d\d/iy, isNir, 0.85),
    national('cl-rut', /\d\.\d{3}\.\d{3}-[\dK]/iy, lettered.isRut, 0.8),
  ],
  2: [
    national('cl-rut', /\d\d\.\d{3}\.\d{3}-[\dK]/iy, lettered.isRut, 0.8),
    national('es-dni', /\d\d\.\d{3}\.\d{3}[ -]?[A-Z]/iy, lettered.isDni, 0.75),
  ],
  6: [
    national(
      'fi-hetu',
      /\d{6}[-+A-FU-Y]\d{3}[\dA-Y]/iy,
      (_, written) => lettered.isHetu(written),
      0.8,
    ),
  ],
  7: [national('cl-rut', /\d{7}-[\dK]/iy, lettered.isRut, 0.4)],
  8: [
    national('es-dni', /\d{8}-?[A-Z]/iy, lettered.isDni, 0.6),
    national('cl-rut', /\d{8}-[\dK]/iy, lettered.isRut, 0.5),
  ],
  17: [national('cn-resident', /\d{17}X/iy, isResident, 0.85)],
}
const lettersMax = 6
/** Lower case all along: a piece of a hash as often as a number somebody typed. */
const lowerCase = 0.25

/** `at` is the first digit of a run, `end` behind its last. Answers the end of what is known now, or 0. */
export function scanLetteredId(sheet: Sheet, at: number, end: number): number {
  const { text } = sheet
  if (is(text.charCodeAt(at - 1), LETTER)) {
    const start = skipBack(text, at, LETTER, lettersMax)
    return judge(sheet, start, byLetters[at - start])
  }
  if (is(text.charCodeAt(at - 2), UPPER) && isJoint(text, at - 1)) {
    const start = skipBack(text, at - 1, LETTER, lettersMax)
    const until = judge(sheet, start, byLetters[at - 1 - start])
    if (until > 0) return until
  }
  return isLetterOrSign(text, end) ? judge(sheet, at, byDigits[end - at]) : 0
}

function isJoint(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 0x20 || code === 0x2d
}

function isLetterOrSign(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return is(code, LETTER) || isJoint(text, at) || code === 0x2b || code === 0x2e
}

function judge(
  sheet: Sheet,
  start: number,
  schemes: readonly LetteredScheme[] | undefined,
): number {
  const { text } = sheet
  if (schemes === undefined || is(text.charCodeAt(start - 1), ALNUM)) return 0
  for (const { id, type, shape, check, base } of schemes) {
    shape.lastIndex = start
    const found = shape.exec(text)?.[0]
    sheet.work += 1 + (found?.length ?? 0)
    if (found === undefined || is(text.charCodeAt(start + found.length), ALNUM)) continue
    const written = found.toUpperCase()
    if (!check(written.replace(/[ .-]/g, ''), written)) continue
    const isLower = found === found.toLowerCase()
    sheet.add(type, start, start + found.length, base - (isLower ? lowerCase : 0), id)
    return start + found.length
  }
  return 0
}
