/** What happened, told so that a person can follow it: one line per step, with what it set off. Costs nothing where nobody listens. */

export class Journal {
  readonly lines: string[] = []
  private readonly startMs: number
  private readonly isKept: boolean
  /** Short names of actions, in the order in which they came up. */
  private readonly names = new Map<string, string>()
  private effects: string[] = []

  constructor(startMs: number, isKept: boolean) {
    this.startMs = startMs
    this.isKept = isKept
  }

  /** Something that the step under way has set off. */
  note(tell: () => string): void {
    if (this.isKept) this.effects.push(tell())
  }

  /** The step is over. */
  step(number: number | undefined, what: string, nowMs: number): void {
    if (!this.isKept) return
    const effects = this.effects.length > 0 ? ` → ${this.effects.join('; ')}` : ''
    const at = number === undefined ? '' : `${number}.`
    this.lines.push(`${at.padStart(4)} ${clock(nowMs - this.startMs)} ${what}${effects}`)
    this.effects = []
  }

  /** `#1` instead of an id of 36 characters. */
  action(id: string): string {
    const known = this.names.get(id) ?? `#${this.names.size + 1}`
    this.names.set(id, known)
    return known
  }

  /** The same text with short names. */
  short(text: string): string {
    return [...this.names].reduce((shorter, [id, name]) => shorter.replaceAll(id, name), text)
  }
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (count: number) => String(count).padStart(2, '0')
  return `+${two(Math.floor(seconds / 60))}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}`
}
