/** What stands like a person's name and is none: companies by their legal form, days and months, departments. */

/** How far behind a name the form of its company may stand. */
const reach = 48
/** How much of what stands before it says that something is counted. */
const countReach = 6
/** Legal forms of the larger company laws, and the words that such names end in. */
const form =
  'Inc|LLC|LLP|Ltd|Limited|GmbH|AG|KG|KGaA|SE|PLC|Plc|Corp|Corporation|Co|S\\.?A\\.?S?|S\\.?R\\.?L|S\\.?p\\.?A|S\\.?L|B\\.?V|N\\.?V|Oyj?|AB|ASA?|ApS|A/S|Pty|Pvt|Lda|Ltda|' +
  'Group|Holdings?|Bank|Brothers|Bros|Partners|Associates|Foundation|University|College|Institute|Hospital|Clinic|Insurance|Airlines|Logistics|Logistik|Industries|Technologies|Solutions|Systems'
const companyEnd = new RegExp(`(?:^|[\\s,])(?:${form})\\.?$`, 'u')
const companyBehind = new RegExp(
  `^\\.?(?: (?:& ?)?\\p{Lu}[\\p{L}'’-]{0,20}){0,2}[ ,]{1,2}(?:& ?)?(?:${form})(?![\\p{L}\\d])`,
  'u',
)
const calendar =
  /^(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)$/
/** `Quist S` before `.A.`: the name was cut within its form. */
const cutForm = /[\s,][SNB]$/
const restOfForm = /^\. ?[AVLRp]\./
const digitsBehind = /^,? ?\d/
/** `10000 Mbps`, `3 x Lamp`; `Gewicht 1.250 kg`. */
const amountBefore = /\d (?:[x×] )?$/
const timesBefore = /\d ?[x×] $/
const measureBehind =
  /^:? \d[\d.,]{0,12} ?(?:[kmcµn]?[glmsWVAJ]|[kMGTPm]?i?[bB](?:it|yte)?s?(?:ps|\/s)?|[kMG]?Hz|%|°[CF])(?![\p{L}\d])/u
const department = /^(?:Care|Support|Success|Service|Services|Sales|Billing|Team|Desk)$/

/** A comma parts a person from their company, but not a company from its form. Bounded by the name and `reach`. */
export function isNoPerson(text: string, start: number, end: number): boolean {
  const name = text.slice(start, end)
  const behind = text.slice(end, end + reach)
  const words = name.split(/[\s,]+/)
  if (words.every((word) => department.test(word))) return true
  // May and April are names too, but not before a day or a year.
  if (words.every((word) => calendar.test(word)) && (words.length > 1 || digitsBehind.test(behind)))
    return true
  const before = text.slice(Math.max(0, start - countReach), start)
  if (timesBefore.test(before)) return true
  if (words.length === 1 && (amountBefore.test(before) || measureBehind.test(behind))) return true
  if (cutForm.test(name) && restOfForm.test(behind)) return true
  return companyEnd.test(name) || companyBehind.test(behind)
}
