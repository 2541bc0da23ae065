/**
 * Text in an Adaptive Card. A TextRun knows no Markdown and no HTML, but clients fill `{{DATE(…)}}` in, and may turn addresses and mentions into links: such text
 * is cut in two at the place that would mean something, and shows the same.
 */
import type { Foreign, Line } from '../../card/card.ts'
import type { SizeOf } from '../../card/cut.ts'

/** Between two braces, before `at` in a tag, after a scheme's colon, within `www.`, between the halves of a Markdown link. */
const live =
  /(?<=\{)(?=\{)|(?<=<)(?=\/?at\b)|(?<=:)(?=\/\/)|(?<=www)(?=\.)|(?<=\])(?=[([])|(?<=\$)(?=\{)/i
/** A TextRun around nothing, with room for its style. */
const runBytes = 64

export interface RunStyle {
  readonly weight?: 'Bolder'
  readonly isSubtle?: true
  readonly size?: 'Medium' | 'Small'
  readonly color?: 'Good' | 'Attention' | 'Warning'
  readonly fontType?: 'Monospace'
  readonly strikethrough?: true
}
export interface TextRun extends RunStyle {
  readonly type: 'TextRun'
  readonly text: string
}
export interface RichTextBlock {
  readonly type: 'RichTextBlock'
  readonly inlines: readonly TextRun[]
  readonly spacing?: 'None' | 'Small' | 'Medium'
  readonly separator?: true
}

export function runsOf(line: Line | string, style: RunStyle = {}): TextRun[] {
  const parts = typeof line === 'string' ? [line] : line
  return parts
    .map(textOf)
    .flatMap((text) => text.split(live))
    .filter((text) => text !== '')
    .map((text) => ({ type: 'TextRun', text, ...style }))
}

export function paragraph(
  inlines: readonly TextRun[],
  spacing: 'None' | 'Small' | 'Medium' = 'None',
): RichTextBlock {
  return { type: 'RichTextBlock', inlines, spacing }
}

/** Bytes that a text takes in the card, with the runs that it is cut into. */
export const sizeInCard: SizeOf = (text) =>
  Buffer.byteLength(JSON.stringify(text)) - 2 + (text.split(live).length - 1) * runBytes

/** For previews and lists of chats, which show text as who knows what: words, figures and what stands between them. */
export function previewOf(line: Line): string {
  const text = line.map(textOf).join('')
  return text
    .replace(/[^\p{L}\p{M}\p{N} .,;:@+%€$£'’_⟦⟧·-]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, previewCharsMax)
}

const previewCharsMax = 200

const textOf = (part: string | Foreign): string => (typeof part === 'string' ? part : part.foreign)
