/** Whether a JSON number means the same to everybody: to parsers with doubles, with big decimals, and in canonical form. */

/** Any decimal with this many significant digits survives a double and comes back. */
const safeDigits = 15

/**
 * True when the literal's decimal value is exactly that of the shortest decimal of its double, which is what canonical form (RFC 8785) writes. Plain integers must
 * be equal to the double itself too, since other languages read them as integers: 2^53+1 and 10^23 written out are refused, 0.1 and 1e23 are not.
 * `literal` must follow the JSON grammar.
 */
export function isExactNumber(literal: string): boolean {
  if (literal.length <= safeDigits && !/[eE]/.test(literal)) return true
  const value = Number(literal)
  if (!Number.isFinite(value)) return false
  const sent = decimalOf(literal)
  const kept = decimalOf(String(value))
  if (sent.digits !== kept.digits) return false
  if (sent.digits === '') return true
  if (sent.exponent !== kept.exponent) return false
  return !isPlainInteger(literal) || BigInt(literal) === BigInt(value)
}

/** digits × 10^exponent, without zeros at either end; zero has no digits. The sign can't get lost and is left out. */
function decimalOf(literal: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = literal.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const all = whole + fraction
  let start = 0
  while (start < all.length && all[start] === '0') start++
  let end = all.length
  while (end > start && all[end - 1] === '0') end--
  return {
    digits: all.slice(start, end),
    exponent: Number(power) - fraction.length + (all.length - end),
  }
}

function isPlainInteger(literal: string): boolean {
  return !/[.eE]/.test(literal)
}
