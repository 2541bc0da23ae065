/** Whether a value may be what its key says, and how much of it is the sensitive part. */
import { ALNUM, DIGIT, is, SPACE, skip } from './chars.ts'
import type { Hint } from './hint.ts'
import { hashWord } from './name/fold.ts'
import { COMPANY, meaningOf } from './name/gazetteer.ts'
import { isStopFor, isStopValue } from './secret/stop-value.ts'
import { type EntityType, isCredential } from './types.ts'

/** A key's value that is longer is a text about it: scanned, not masked whole. Secrets have no such limit. */
const valueCharsMax = 254
/** RFC 9110: a scheme, and behind it the credentials. */
const schemes =
  'bearer,basic,token,digest,apikey,api-key,negotiate,ntlm,aws4-hmac-sha256,hoba,mutual,vapid,gnap,dpop,privatetoken,scram-sha-256,ssws,genie-key,splunk,hmac,oauth,signature,key,hp'.split(
    ',',
  )

/** The part of the text to mask whole because of the hint, or undefined. */
export function wholeValue(text: string, hint: Hint): { start: number; end: number } | undefined {
  if (hint.part !== undefined) return hint.part
  const start = skip(text, 0, SPACE, text.length)
  if (isStopValue(text.trim())) return undefined
  if (hint.words === 'connection string' && holdsCredential.test(text)) return undefined
  if (isCredential(hint.type))
    return isStopFor(hint.type, text.trim(), true) ? undefined : credential(text, start)
  if (text.length > valueCharsMax || text.includes('\n')) return undefined
  if (hint.rule === 'any' || hint.rule === 'text') return { start: 0, end: text.length }
  return isPlausible(text.trim(), hint) ? { start: 0, end: text.length } : undefined
}

/** A connection string that says where its credential is: the rest stays readable. */
const holdsCredential =
  /(?:^|[;\s])(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s*=\s*[^;\s]|:\/\/[^/\s:@]*:[^@\s]+@/i

/** Behind an authentication scheme only the credential is secret. */
function credential(text: string, start: number): { start: number; end: number } | undefined {
  const space = text.indexOf(' ', start)
  const scheme = space > 0 ? text.slice(start, space).toLowerCase() : ''
  if (!schemes.includes(scheme)) return { start: 0, end: text.length }
  if (isStopValue(text.slice(space + 1).trim())) return undefined
  return { start: space + 1, end: text.length }
}

const digitsAtLeast: Partial<Record<EntityType, number>> = {
  PHONE: 5,
  CARD: 8,
  BANK_ACCOUNT: 4,
  BANK_ROUTING: 4,
  US_SSN: 4,
  NATIONAL_ID: 4,
  DRIVER_LICENCE: 3,
  MRN: 3,
  DATE_OF_BIRTH: 2,
}
/** Ids and dates are short; a sentence under such a key is scanned instead. */
const idCharsMax = 40
/** ISO 9362: most codes have no digit, and many end in three X, for the head office. */
const bicShape = /^[a-z]{6}[a-z\d]{2}(?:[a-z\d]{3})?$/i

function isPlausible(text: string, hint: Hint): boolean {
  switch (hint.type) {
    case 'PERSON':
      return looksLikeName(text, hint.rule === 'alone')
    case 'ADDRESS':
      return looksLikeAddress(text)
    case 'MAC':
      return /^(?:[\da-f]{2}[:-]?){5}[\da-f]{2}$|^(?:[\da-f]{4}\.){2}[\da-f]{4}$/i.test(text)
    case 'CRYPTO_ADDRESS':
      return /^[A-Za-z\d]{25,106}$/.test(text)
    case 'PASSPORT':
      return text.length <= idCharsMax && count(text, ALNUM) >= 6 && /\d/.test(text)
    case 'PHONE':
      return isPhoneText(text)
    case 'IBAN':
      return text.length <= idCharsMax && count(text, ALNUM) >= 10
    case 'BIC':
      return bicShape.test(text)
    default:
      return text.length <= idCharsMax && count(text, DIGIT) >= (digitsAtLeast[hint.type] ?? 1)
  }
}

/** Digits and the signs between them, with a word for an extension or for what it is; other words make it a text about a number. */
function isPhoneText(text: string): boolean {
  if (text.length > idCharsMax || count(text, DIGIT) < (digitsAtLeast.PHONE ?? 1)) return false
  return /^(?:(?:tel|phone|ph|fax|mob|mobile|cell|work|home|ext|extn|x|office)\b\.?|[^\p{L}])+$/iu.test(
    text,
  )
}

const companyWords =
  /(^|[\s,])(inc|ltd|llc|llp|gmbh|ag|plc|corp|corporation|co|company|sa|sarl|srl|spa|bv|nv|oy|ab|kg|pty|team|group|bank|service|services|system|department|dept|support|bot|agent)\.?$/i
const nameWord = /^[\p{Lu}\p{Lo}][\p{L}\p{M}'’.·-]*$/u
const particle =
  /^(de|del|della|di|da|dos|das|van|von|der|den|la|le|el|al|bin|ibn|bint|zu|ter|of|y|e)$/
const nameWordsMax = 6

/** One to six words that begin with capitals or belong to a script without them. Under a key that says little, one Latin word is not enough. */
export function looksLikeName(text: string, isStrict: boolean): boolean {
  if (companyWords.test(text)) return false
  if (isStrict && isCompanyName(text)) return false
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length === 0 || words.length > nameWordsMax) return false
  if (isStrict) {
    if (!words.every((word) => nameWord.test(word) || particle.test(word))) return false
    return words.length > 1 || /^\p{Lo}{2,}$/u.test(text)
  }
  return words.every((word) => /^[\p{L}\p{M}'’.·-]+$/u.test(word))
}

/** `Miller Insurance`: under a key that says little the last word decides. */
function isCompanyName(text: string): boolean {
  const last = text.slice(text.lastIndexOf(' ') + 1)
  return last !== text && (meaningOf(hashWord(last)) & COMPANY) !== 0
}

/** Has letters and a digit or several words, and is no address of a machine or a mailbox. */
function looksLikeAddress(text: string): boolean {
  if (/^\w+:\/\/|@|^0x|^[\d.:]+$/.test(text)) return /^\d{4,10}$/.test(text)
  return text.length >= 4 && /[\d\s]/.test(text)
}

function count(text: string, classes: number): number {
  let total = 0
  for (let i = 0; i < text.length; i++) if (is(text.charCodeAt(i), classes)) total++
  return total
}
