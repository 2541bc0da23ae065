/** Texts and values with labels: what is put into them says what it is, and where it ends up is counted here. */

export interface Span {
  readonly path?: string
  readonly in?: 'key'
  readonly start: number
  readonly end: number
  readonly type: string
  readonly optional?: true
}

/** A text and what it holds. */
export class Said {
  readonly text: string
  readonly spans: readonly Span[]

  constructor(text: string, spans: readonly Span[]) {
    this.text = text
    this.spans = spans
  }
}

/** A number whose digits are what `type` says. */
export class Counted {
  readonly value: number
  readonly type: string

  constructor(type: string, digits: string) {
    this.type = type
    this.value = Number(digits)
  }
}

/** Values may hold `Said` and `Counted`; a Map is an object whose keys may be `Said`. */
export type Labelled =
  | Said
  | Counted
  | string
  | number
  | boolean
  | null
  | readonly Labelled[]
  | ReadonlyMap<Said | string, Labelled>
  | { readonly [key: string]: Labelled }

export function is(type: string, text: string): Said {
  return new Said(text, [{ start: 0, end: text.length, type }])
}

/** May be masked or not. */
export function maybe(type: string, text: string): Said {
  return new Said(text, [{ start: 0, end: text.length, type, optional: true }])
}

export function say(strings: TemplateStringsArray, ...pieces: readonly (Said | string | number)[]) {
  return joined(strings.flatMap((text, i) => [text, ...pieces.slice(i, i + 1)]))
}

export function joined(pieces: readonly (Said | string | number)[], separator = ''): Said {
  let text = ''
  const spans: Span[] = []
  for (const [i, piece] of pieces.entries()) {
    if (i > 0) text += separator
    if (piece instanceof Said) spans.push(...moved(piece.spans, text.length))
    text += piece instanceof Said ? piece.text : String(piece)
  }
  return new Said(text, spans)
}

function moved(spans: readonly Span[], by: number): Span[] {
  return spans.map((span) => ({ ...span, start: span.start + by, end: span.end + by }))
}

/** The text written in another way, piece by piece: `rewrite` of two pieces is what it is of both together. */
export function written(said: Said, rewrite: (text: string) => string): Said {
  const pieces: (Said | string)[] = []
  let at = 0
  for (const span of said.spans) {
    pieces.push(rewrite(said.text.slice(at, span.start)))
    const inner = rewrite(said.text.slice(span.start, span.end))
    pieces.push(new Said(inner, [{ ...span, start: 0, end: inner.length }]))
    at = span.end
  }
  return joined([...pieces, rewrite(said.text.slice(at))])
}

/** The text in one run that shows nothing of itself: what the first span is, all of it is. */
export function hidden(said: Said, encode: (text: string) => string): Said {
  const text = encode(said.text)
  const [first] = said.spans
  return first === undefined ? new Said(text, []) : is(first.type, text)
}

const jsonInner = (text: string) => JSON.stringify(text).slice(1, -1)

/** A value as JSON text. */
export function asJson(value: Labelled): Said {
  if (value instanceof Said) return say`"${written(value, jsonInner)}"`
  if (value instanceof Counted) return is(value.type, String(value.value))
  if (Array.isArray(value)) return say`[${joined(value.map(asJson), ',')}]`
  if (typeof value === 'object' && value !== null)
    return say`{${joined(
      entriesOf(value as object).map(([key, member]) => say`${asJson(key)}:${asJson(member)}`),
      ',',
    )}}`
  return new Said(JSON.stringify(value), [])
}

/** A value without its labels, and the labels by path. */
export function plain(value: Labelled, path = ''): { value: unknown; spans: Span[] } {
  if (value instanceof Said)
    return { value: value.text, spans: value.spans.map((span) => ({ path, ...span })) }
  if (value instanceof Counted) {
    const end = String(value.value).length
    return { value: value.value, spans: [{ path, start: 0, end, type: value.type }] }
  }
  if (typeof value !== 'object' || value === null) return { value, spans: [] }
  const isList = Array.isArray(value)
  const members = entriesOf(value).map(([key, member]) => {
    const name = key instanceof Said ? key.text : key
    const at = `${path}/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`
    const keySpans = key instanceof Said ? key.spans : []
    const inKey = keySpans.map((span) => ({ path: at, in: 'key' as const, ...span }))
    const inner = plain(member, at)
    return { name, value: inner.value, spans: [...inKey, ...inner.spans] }
  })
  const spans = members.flatMap((member) => member.spans)
  if (isList) return { value: members.map((member) => member.value), spans }
  return { value: Object.fromEntries(members.map((member) => [member.name, member.value])), spans }
}

function entriesOf(value: object): [Said | string, Labelled][] {
  return value instanceof Map ? [...value] : Object.entries(value)
}
