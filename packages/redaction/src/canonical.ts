/** Which spellings of a value are one value: what the tag is made from. */
import { type EntityType, isCredential } from './types.ts'

export function canonical(type: EntityType, text: string): string {
  if (isCredential(type)) return text
  switch (type) {
    case 'EMAIL':
    case 'USERNAME':
      return text.trim().toLowerCase()
    case 'PHONE':
      return phone(text)
    case 'PERSON':
    case 'ADDRESS':
      return text.trim().replace(/\s+/g, ' ').toLowerCase()
    case 'IP':
      return text.trim()
    default:
      return text.replace(/[\s.\-/]/g, '').toUpperCase()
  }
}

/** Digits, with a plus where the number is international. */
function phone(text: string): string {
  const digits = text.replace(/\(0\)/, '').replace(/\D/g, '')
  if (/^\D*\+/.test(text)) return `+${digits}`
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits
}
