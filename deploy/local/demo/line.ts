/** How the demo is told in a terminal: one calm line per step. Pure. */

export const promises = {
  P1: 'nothing runs unapproved',
  P2: 'reviewers see masked values; the payload goes to the executor alone',
  P3: 'nobody approves their own action',
  P4: 'a decision is good once, for exactly one payload',
  P5: 'only a literal yes is a yes',
  P7: 'every decision is logged and provable to a stranger',
  P9: 'personal data in results does not reach the agent',
} as const
export type PromiseName = keyof typeof promises

export type Line =
  /** A new action. */
  | { readonly kind: 'title'; readonly number: number; readonly text: string }
  | {
      readonly kind: 'step'
      readonly number: number
      readonly who: string
      readonly text: string
    }
  /** What the steps before it show. */
  | { readonly kind: 'promise'; readonly number: number; readonly name: PromiseName }
  /** Somebody is asked for something. */
  | { readonly kind: 'ask'; readonly number: number; readonly text: string }
  | { readonly kind: 'wrong'; readonly number: number; readonly text: string }
  /** About no action. */
  | { readonly kind: 'note'; readonly text: string }

export interface Look {
  readonly isColoured: boolean
  /** Width of the terminal. */
  readonly columns: number
}

const numberWidth = 2
const whoWidth = 9
const gap = '  '
const indent = numberWidth + gap.length + whoWidth + gap.length
/** Below this, folding would cost more than it helps. */
const textWidthMin = 30

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'
const codes: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
  cyan: [36, 39],
}

/** One line, or more where it had to be folded; without an end of line. */
export function render(line: Line, { isColoured, columns }: Look): string {
  const paint = (style: Style, text: string) => (isColoured ? painted(style, text) : text)
  const fold = (text: string) => folded(text, columns - indent).join(`\n${' '.repeat(indent)}`)
  const row = (number: number, who: string, text: string, style?: Style) => {
    const first = paint('dim', String(number).padStart(numberWidth))
    const second = who.padEnd(whoWidth)
    const rest = style === undefined ? fold(text) : paint(style, fold(text))
    return `${first}${gap}${style === undefined ? paint('cyan', second) : paint(style, second)}${gap}${rest}`
  }
  switch (line.kind) {
    case 'title':
      return `\n${paint('bold', `${String(line.number).padStart(numberWidth)}${gap}${line.text}`)}`
    case 'step':
      return row(line.number, line.who, line.text)
    case 'promise':
      return row(line.number, `✓ ${line.name}`, promises[line.name], 'green')
    case 'ask':
      return row(line.number, '▸ you', line.text, 'yellow')
    case 'wrong':
      return row(line.number, '✗ wrong', line.text, 'red')
    case 'note':
      return line.text
  }
}

/** Words are kept whole where they fit a line. */
export function folded(text: string, width: number): string[] {
  const most = Math.max(width, textWidthMin)
  const lines: string[] = []
  let current = ''
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`
    if (longer.length <= most || current === '') current = longer
    else {
      lines.push(current)
      current = word
    }
  }
  return [...lines, current]
}

function painted(style: Style, text: string): string {
  const [on, off] = codes[style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}
