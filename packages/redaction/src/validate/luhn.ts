/** The check digit of cards (ISO/IEC 7812-1 annex B), over ASCII digits. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const digit = digits.charCodeAt(i) - 48
    const doubled = digit * 2
    sum += twice ? (doubled > 9 ? doubled - 9 : doubled) : digit
  }
  return sum % 10 === 0
}
