/**
 * The few Block Kit parts that cards are made of. Whatever somebody else wrote stands in text runs, preformatted runs or plain text: none of them is read for markup,
 * links, mentions or emoji. Pure.
 */
import type { Line } from '../../card/card.ts'

/** Slack's limits on what people see of a button. */
const buttonCharsMax = 75

export type Block = Readonly<Record<string, unknown>> & { readonly type: string }
export type Run = Block
export type Rich = Block

/** Words of ours and of others in one text. */
export const wordsOf = (line: Line): string =>
  line.map((part) => (typeof part === 'string' ? part : part.foreign)).join('')

export const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })

export const run = (text: string): Run => ({ type: 'text', text })
export const bold = (text: string): Run => ({ type: 'text', text, style: { bold: true } })
export const italic = (text: string): Run => ({ type: 'text', text, style: { italic: true } })
/** To an address of ours. */
export const link = (url: string, text: string): Run => ({ type: 'link', url, text })

/** Calls a person; only ever an account that is linked. */
export const mention = (user: string): Run => ({ type: 'user', user_id: user })

/** Slack refuses empty runs. */
export const section = (...runs: readonly Run[]): Rich => ({
  type: 'rich_text_section',
  elements: runs.filter(({ text }) => text !== ''),
})
export const preformatted = (text: string): Rich => ({
  type: 'rich_text_preformatted',
  elements: [run(text === '' ? ' ' : text)],
})
export const quote = (text: string): Rich => ({
  type: 'rich_text_quote',
  elements: [run(text === '' ? ' ' : text)],
})

export const rich = (...elements: readonly Rich[]): Block => ({ type: 'rich_text', elements })

export const context = (...texts: readonly string[]): Block => ({
  type: 'context',
  elements: texts.map(plain),
})

export interface ButtonOptions {
  readonly id: string
  readonly label: string
  readonly value?: string
  readonly url?: string
  readonly isPrimary?: boolean
}

export const button = ({ id, label, value, url, isPrimary }: ButtonOptions): Block => ({
  type: 'button',
  action_id: id,
  text: plain(label.slice(0, buttonCharsMax)),
  ...(value === undefined ? {} : { value }),
  ...(url === undefined ? {} : { url }),
  ...(isPrimary ? { style: 'primary' } : {}),
})

/** For the text that stands in previews: there Slack always reads entities and marks. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
