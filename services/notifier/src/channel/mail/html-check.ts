/** Reads HTML of our mails and pages the way a strict reader would: known elements, in order, with known attributes, links only where they are known. For tests. */

const voids = new Set(['br', 'meta', 'input', 'link'])
const elements: Readonly<Record<string, readonly string[]>> = {
  ...{ html: ['lang'], head: [], body: ['class'], title: [], main: [], meta: ['*'] },
  ...{ link: ['rel', 'href'], h1: [], h2: [], p: ['role'], small: [], strong: [], br: [] },
  ...{ a: ['href'], bdi: [], span: [], blockquote: [], code: [], del: [], ul: [], li: [] },
  ...{ table: [], tr: [], th: [], td: [], form: ['method', 'action'], label: [], input: ['*'] },
  ...{ button: ['type', 'name', 'value'], textarea: ['name', 'maxlength', 'required'] },
}
const tag = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:="[^"<>]*")?)*)\s*>/y
const attribute = /([\w-]+)(?:="([^"]*)")?/g

/** What is wrong; empty: every byte of it is ours or dead text. `links`: all that it may lead to. */
export function htmlProblems(html: string, links: readonly string[]): string[] {
  const problems: string[] = []
  const open: string[] = []
  let at = html.startsWith('<!doctype html>') ? '<!doctype html>'.length : 0
  while (at < html.length) {
    const next = html.indexOf('<', at)
    const text = html.slice(at, next < 0 ? undefined : next)
    if (/>|&(?!amp;|lt;|gt;|quot;|#39;)/.test(text)) problems.push(`loose sign in text at ${at}`)
    if (next < 0) break
    tag.lastIndex = next
    const found = tag.exec(html)
    if (!found) return [...problems, `no tag at ${next}`]
    const [whole, slash, name = '', attributes = ''] = found
    problems.push(...tagProblems(name, attributes, links))
    if (slash) {
      if (open.pop() !== name) problems.push(`</${name}> closes another`)
    } else if (!voids.has(name)) open.push(name)
    at = next + whole.length
  }
  return [...problems, ...open.map((name) => `${name} stays open`)]
}

function tagProblems(name: string, attributes: string, links: readonly string[]): string[] {
  const known = elements[name]
  if (known === undefined) return [`<${name}> is not ours`]
  return [...attributes.matchAll(attribute)].flatMap(([, key = '', value = '']) => {
    if (!known.includes('*') && !known.includes(key)) return [`${name} has ${key}`]
    if (/^(?:href|src|action)$/.test(key) && !links.includes(value)) return [`leads to ${value}`]
    return /^on|^style$|^src$/.test(key) ? [`${name} has ${key}`] : []
  })
}

/** What a person reads. */
export function shownText(html: string): string {
  return html
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
