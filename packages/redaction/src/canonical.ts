/** Which spellings of a value are one value: what the tag is made from. */
import { type EntityType, isCredential } from './types.ts'

const groupsOfAddress = 8

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
      return address(text.trim().toLowerCase())
    case 'MAC':
      return text.replace(/[^0-9a-f]/gi, '').toLowerCase()
    default:
      return text.replace(/[\s.\-/]/g, '').toUpperCase()
  }
}

/** Of IPv6, all eight groups without leading zeros: what RFC 5952 would shorten is one address however it is shortened. */
function address(text: string): string {
  if (!text.includes(':') || text.includes('.')) return text
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [head = '', tail] = text.split('::')
  const [before, after] = [groups(head), groups(tail ?? '')]
  const left = tail === undefined ? 0 : Math.max(0, groupsOfAddress - before.length - after.length)
  const all = [...before, ...Array.from({ length: left }, () => '0'), ...after]
  return all.map((group) => group.replace(/^0+(?=.)/, '')).join(':')
}

/** Digits, with a plus where the number is international. */
function phone(text: string): string {
  const digits = text.replace(/\(0\)/, '').replace(/\D/g, '')
  if (/^\D*\+/.test(text)) return `+${digits}`
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits
}
