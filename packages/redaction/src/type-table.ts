/** The types that the engine knows, as people read them, in Markdown. The README's copy is checked against this. */
import { markdownTable } from '@holdpoint/contracts'
import { reveals } from './reveal.ts'
import { type EntityType, types } from './types.ts'

const shows = {
  lastFour: 'last four digits',
  domain: 'domain',
  country: 'country',
  rule: 'the rule that found it, and its length',
} as const

export function typesTable(): string {
  const rows = (Object.keys(types) as EntityType[]).map((type) => {
    const may = Object.hasOwn(reveals, type) ? shows[reveals[type as keyof typeof reveals]] : ''
    return [`\`${type}\``, `\`${types[type].label}\``, may]
  })
  return markdownTable(['type', 'label', 'may show'], rows)
}
