/** Numbers of people and banks told apart by how they are grouped and by their check digits: one table, asked once for every way to read the groups. */
import type { Sheet } from '../sheet.ts'
import type { EntityType } from '../types.ts'
import * as europe from '../validate/national-europe.ts'
import * as world from '../validate/national-world.ts'
import { isItin, isNpi, isRouting, ssnAssignable } from '../validate/us.ts'
import { isAadhaar } from '../validate/verhoeff.ts'
import { type DigitGroups, digitsOf } from './digit-groups.ts'

interface NumberScheme {
  readonly id: string
  readonly type: EntityType
  readonly check: (digits: string) => boolean
  /**
   * Sizes of the groups with what stands between, and how likely a number so written, check passed, is one. Below a half a word or key has to say so: how far
   * depends on how many other numbers look the same.
   */
  readonly shapes: Readonly<Record<string, number>>
}

const scheme = (
  type: EntityType,
  id: string,
  check: NumberScheme['check'],
  shapes: NumberScheme['shapes'],
): NumberScheme => ({ type, id, check, shapes })
const national = scheme.bind(undefined, 'NATIONAL_ID')

const schemes: readonly NumberScheme[] = [
  scheme('US_SSN', 'us-ssn/assignable', ssnAssignable, {
    '3-2-4': 0.6,
    '3 2 4': 0.4,
    '3.2.4': 0.3,
    '9': 0.15,
  }),
  scheme('US_ITIN', 'us-itin', isItin, { '3-2-4': 0.7, '3 2 4': 0.4, '9': 0.15 }),
  scheme('BANK_ROUTING', 'aba', isRouting, { '9': 0.25 }),
  scheme('NPI', 'npi/luhn', isNpi, { '10': 0.3 }),
  national('uk-nhs', europe.isNhs, { '3 3 4': 0.4, '3-3-4': 0.3, '10': 0.25 }),
  national('in-aadhaar', isAadhaar, { '4 4 4': 0.6, '4-4-4': 0.6, '12': 0.3 }),
  national('jp-my-number', world.isMyNumber, { '4 4 4': 0.25, '4-4-4': 0.25, '12': 0.2 }),
  national('ca-sin', world.isSin, { '3 3 3': 0.35, '3-3-3': 0.4, '9': 0.2 }),
  national('au-tfn', world.isTfn, { '3 3 3': 0.35, '3-3-3': 0.3, '9': 0.2 }),
  national('au-medicare', world.isMedicare, {
    '4 5 1': 0.65,
    '4-5-1': 0.65,
    '10': 0.2,
    '11': 0.15,
  }),
  national('de-tax-id', europe.isGermanTaxId, {
    '2 3 3 3': 0.55,
    '11': 0.25,
  }),
  national(
    'de-tax-id/digits',
    (digits) => europe.isGermanTaxId(digits) && europe.hasTaxIdDigits(digits),
    {
      '11': 0.45,
    },
  ),
  national('fr-nir', europe.isNir, {
    '1 2 2 2 3 3 2': 0.9,
    '1 2 2 2 3 3-2': 0.9,
    '1-2-2-2-3-3-2': 0.9,
    '1.2.2.2.3.3.2': 0.9,
    '13 2': 0.85,
    '15': 0.75,
  }),
  national('nl-bsn', europe.isBsn, { '4.2.3': 0.6, '3.3.3': 0.3, '3 3 3': 0.25, '9': 0.2 }),
  national('pl-pesel', europe.isPesel, { '11': 0.45 }),
  national('br-cpf', world.isCpf, { '3.3.3-2': 0.85, '3 3 3 2': 0.7, '9-2': 0.7, '11': 0.4 }),
  national('br-cnpj', world.isCnpj, { '2.3.3/4-2': 0.9, '8/4-2': 0.85, '14': 0.45 }),
  national('se-personnummer', europe.isPersonnummer, {
    '6-4': 0.6,
    '8-4': 0.75,
    '10': 0.2,
    '12': 0.4,
  }),
  national('no-fodselsnummer', europe.isFodselsnummer, { '6 5': 0.75, '11': 0.5 }),
  national('dk-cpr', europe.isCpr, { '6-4': 0.4, '6 4': 0.25 }),
  national('be-rrn', europe.isBelgian, {
    '2.2.2-3.2': 0.9,
    '2.2.2 3 2': 0.8,
    '6-3.2': 0.8,
    '11': 0.4,
  }),
  national('ch-ahv', europe.isAhv, { '3.4.4.2': 0.9, '3 4 4 2': 0.8, '13': 0.6 }),
  national('pt-nif', europe.isPortuguese, { '3 3 3': 0.2, '9': 0.15 }),
  national('cz-birth-number', europe.isBirthNumber, { '6/4': 0.75, '10': 0.2 }),
  national('ro-cnp', europe.isCnp, { '13': 0.5 }),
  national('kr-rrn', world.isRrn, { '6-7': 0.7 }),
  national('cn-resident', world.isResident, { '18': 0.8, '6 8 4': 0.8 }),
  national('tr-kimlik', world.isTurkish, { '11': 0.4, '3 3 3 2': 0.4 }),
  national('za-id', world.isSouthAfrican, { '13': 0.45, '6 4 3': 0.6, '6 4 2 1': 0.6 }),
  national('il-id', world.isIsraeli, { '9': 0.15 }),
]

const byShape = new Map<string, (readonly [NumberScheme, number])[]>()
for (const each of schemes) {
  for (const [shape, base] of Object.entries(each.shapes)) {
    const row = byShape.get(shape) ?? []
    row.push([each, base])
    byShape.set(shape, row)
  }
}
export const schemeDigitsMin = 9
const groupsMax = 7
const digitsMax = 18

export function judgeSchemes(sheet: Sheet, { groups, separators }: DigitGroups): void {
  const { text } = sheet
  // A plus is the sign of telephone numbers.
  if (text.charAt((groups[0]?.start ?? 0) - 1) === '+') return
  for (let i = 0; i < groups.length; i++) {
    const first = groups[i]
    if (first === undefined) return
    let shape = ''
    let digits = ''
    for (let j = i; j < groups.length && j < i + groupsMax; j++) {
      const last = groups[j]
      if (last === undefined) break
      shape += (j > i ? separators[j - 1] : '') + String(last.end - last.start)
      digits += digitsOf(text, last)
      if (digits.length > digitsMax) break
      const rows = byShape.get(shape)
      if (rows === undefined || isCut(separators, i, j)) continue
      for (const [{ type, id, check }, base] of rows)
        if (check(digits)) sheet.add(type, first.start, last.end, base, id)
    }
  }
}

/** The same sign goes on outside: what was read is the middle of something longer. A space separates words, too. */
function isCut(separators: readonly string[], from: number, to: number): boolean {
  const before = separators[from - 1]
  const after = separators[to]
  if (before !== undefined && before !== ' ' && isInner(before)) return true
  return after !== undefined && after !== ' ' && isInner(after)
}

function isInner(separator: string): boolean {
  return separator === '-' || separator === '.' || separator === '/'
}
