/** Tables in documents that are made from code, and the marks they stand between. */

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [head, head.map(() => '---'), ...rows].map(row).join('\n')
}

/** `document` with `text` between `<!-- name -->` and `<!-- /name -->`; undefined where it has no such marks. */
export function withBlock(document: string, name: string, text: string): string | undefined {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const start = document.indexOf(opening)
  const end = document.indexOf(closing, start + opening.length)
  if (start < 0 || end < 0) return undefined
  return `${document.slice(0, start + opening.length)}\n${text}\n${document.slice(end)}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
