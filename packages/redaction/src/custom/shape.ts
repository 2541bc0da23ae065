/**
 * Shapes of operators: `#` a digit, `@` a letter, `%` either, `{n}` or `{n,m}` how often, `\` before a sign that means itself. Read once from left to right, so that
 * no shape and no text can make it slow; what would need a second look is refused.
 */
import { ALNUM, DIGIT, is, LETTER } from '../chars.ts'

/** Signs that one shape can cover: its reach. */
export const shapeReachMax = 256

interface Step {
  /** Character classes, or one sign, folded where case does not count. */
  readonly classes: number
  readonly sign: string
  readonly min: number
  readonly max: number
}
export type CustomShape = readonly Step[]

const classOf: Readonly<Record<string, number>> = { '#': DIGIT, '@': LETTER, '%': ALNUM }
/** Whoever writes one of these bare has most likely written a regular expression, which would mean something else here. */
const regexSigns = '*+?[]()|^$'
const noRegex = 'regular expressions are not taken'
const count = /^\{(\d{1,3})(?:,(\d{1,3}))?\}/

/** The shape, or the rule that its text breaks. */
export function parseShape(text: string): CustomShape | { readonly rule: string } {
  const steps: Step[] = []
  let at = 0
  while (at < text.length) {
    const escaped = text[at] === '\\'
    const sign = text.charAt(escaped ? at + 1 : at)
    if (sign === '') return { rule: 'ends in a backslash' }
    if (escaped && is(sign.charCodeAt(0), ALNUM))
      return { rule: `has a backslash before a letter or digit; ${noRegex}` }
    if (!escaped && (sign === '{' || sign === '}'))
      return { rule: 'has a brace that counts nothing: write \\{ for the sign' }
    if (!escaped && regexSigns.includes(sign))
      return { rule: `has ${sign}: write \\${sign} for the sign; ${noRegex}` }
    at += escaped ? 2 : 1
    const [written = '', low, high] = count.exec(text.slice(at)) ?? []
    at += written.length
    const min = low === undefined ? 1 : Number(low)
    const max = high === undefined ? min : Number(high)
    if (min < 1 || max < min) return { rule: 'counts from 1 and upwards: {n} or {n,m}' }
    const classes = escaped ? 0 : (classOf[sign] ?? 0)
    steps.push({ classes, sign: classes === 0 ? sign : '', min, max })
  }
  return broken(steps) ?? steps
}

function broken(steps: readonly Step[]): { readonly rule: string } | undefined {
  const reach = steps.reduce((sum, { max }) => sum + max, 0)
  if (steps.length === 0) return { rule: 'is empty' }
  if (reach > shapeReachMax) return { rule: `covers more than ${shapeReachMax} characters` }
  const sure = steps.reduce((sum, { min }) => sum + min, 0)
  if (sure < signsMin) return { rule: `covers fewer than ${signsMin} characters` }
  const isOpen = steps.some(
    (step, i) => step.min < step.max && mayContinue(step, steps.slice(i + 1)),
  )
  return isOpen
    ? { rule: 'has a {n,m} before what the same signs could continue: where it ends is not sure' }
    : undefined
}

/** What is shorter stands everywhere. */
const signsMin = 3

/** Whether what follows may begin with a sign that the step could take as well. */
function mayContinue(step: Step, [next]: readonly Step[]): boolean {
  if (next === undefined) return false
  if (step.classes === 0 && next.classes === 0)
    return step.sign.toLowerCase() === next.sign.toLowerCase()
  if (step.classes === 0) return is(step.sign.charCodeAt(0), next.classes)
  if (next.classes === 0) return is(next.sign.charCodeAt(0), step.classes)
  return (step.classes & next.classes) !== 0
}

/** End of the shape that begins at `at`, or -1. */
export function matchCustomShape(
  shape: CustomShape,
  text: string,
  at: number,
  isCased: boolean,
): number {
  let i = at
  for (const step of shape) {
    let taken = 0
    while (taken < step.max && i < text.length && takes(step, text, i, isCased)) {
      taken++
      i++
    }
    if (taken < step.min) return -1
  }
  return i
}

function takes({ classes, sign }: Step, text: string, at: number, isCased: boolean): boolean {
  if (classes !== 0) return is(text.charCodeAt(at), classes)
  const found = text.charAt(at)
  return found === sign || (!isCased && found.toLowerCase() === sign.toLowerCase())
}
