/** US social security numbers: what the administration never assigns (SSA, "Social Security Number Randomization"). */
export function ssnAssignable(digits: string): boolean {
  const area = digits.slice(0, 3)
  if (digits.length !== 9 || area === '000' || area === '666' || area.startsWith('9')) return false
  return digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000'
}
