/** What Slack accepts as blocks: shapes, lengths and counts, as its reference pages give them. What it refuses is said in its own way, with a JSON Pointer. */

/** Slack's numbers. The last two were measured by users and are not documented (slackapi/bolt-js#2509 and #2867). */
export const blockLimits = {
  messageBlocks: 50,
  viewBlocks: 100,
  headerChars: 150,
  sectionChars: 3000,
  fieldCount: 10,
  fieldChars: 2000,
  contextElements: 10,
  actionsElements: 25,
  idChars: 255,
  buttonChars: 75,
  buttonValueChars: 2000,
  buttonUrlChars: 3000,
  labelChars: 2000,
  optionChars: 75,
  optionCount: 100,
  viewTitleChars: 24,
  privateMetadataChars: 3000,
  inputChars: 3000,
  messageBlockChars: 12_000,
  messageJsonChars: 13_100,
} as const

export type Surface = 'message' | 'view'
type Check = (value: unknown, at: string) => string[]

const say = (rule: string, at: string): string[] => [`[ERROR] ${rule} [json-pointer:${at}]`]

export function blockProblems(blocks: unknown, surface: Surface): string[] {
  const countMax = surface === 'message' ? blockLimits.messageBlocks : blockLimits.viewBlocks
  const problems = list(block, 1, countMax)(blocks, '/blocks')
  return problems.length > 0 ? problems : repeatedIds(blocks as { block_id?: string }[])
}

export function viewProblems(view: unknown): string[] {
  const title = text('plain_text', blockLimits.viewTitleChars)
  const problems = object({
    type: word('modal'),
    title,
    blocks: (value) => blockProblems(value, 'view'),
    submit: optional(title),
    close: optional(title),
    callback_id: optional(string(1, blockLimits.idChars)),
    private_metadata: optional(string(0, blockLimits.privateMetadataChars)),
    notify_on_close: optional(boolean),
    clear_on_close: optional(boolean),
  })(view, '/view')
  if (problems.length > 0) return problems
  const { blocks, submit } = view as { blocks: { type: string }[]; submit?: unknown }
  const hasInput = blocks.some(({ type }) => type === 'input')
  return hasInput && submit === undefined ? say('missing required field: submit', '/view') : []
}

/** More than this a message cannot hold, however it is spread over blocks. */
export function areTooLong(
  blocks: unknown,
  jsonCharsMax: number = blockLimits.messageJsonChars,
): boolean {
  const json = JSON.stringify(blocks)
  return json.length > jsonCharsMax || textChars(blocks) > blockLimits.messageBlockChars
}

/** Texts that Slack would read for markup, links and mentions. */
export function parsedTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parsedTexts)
  if (typeof value !== 'object' || value === null) return []
  const { type, text: inner } = value as { type?: unknown; text?: unknown }
  if ((type === 'mrkdwn' || type === 'markdown') && typeof inner === 'string') return [inner]
  return Object.values(value).flatMap(parsedTexts)
}

/** Everything a reader of these blocks sees, in order. */
export function shownText(value: unknown): string {
  if (Array.isArray(value)) return value.map(shownText).join('\n')
  if (typeof value !== 'object' || value === null) return ''
  const { type, elements } = value as { type?: string; elements?: unknown[] }
  const isRun = type === 'rich_text_section' || type === 'rich_text_preformatted'
  if (isRun && elements) return elements.map(shownText).join('')
  return Object.entries(value)
    .filter(([name, inner]) => typeof inner === 'object' || name === 'text')
    .map(([, inner]) => (typeof inner === 'string' ? inner : shownText(inner)))
    .filter((part) => part !== '')
    .join('\n')
}

function textChars(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum + (name === 'text' && typeof inner === 'string' ? inner.length : textChars(inner)),
    0,
  )
}

const string =
  (min: number, max: number): Check =>
  (value, at) => {
    if (typeof value !== 'string') return say('must be a string', at)
    if (value.length < min) return say(`must be more than ${min - 1} characters`, at)
    return value.length > max ? say(`must be less than ${max + 1} characters`, at) : []
  }
const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? [] : say('must be a boolean', at)
const word =
  (...words: string[]): Check =>
  (value, at) =>
    typeof value === 'string' && words.includes(value) ? [] : say('unsupported value', at)
const optional =
  (check: Check): Check =>
  (value, at) =>
    value === undefined ? [] : check(value, at)
const list =
  (check: Check, min: number, max: number): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return say('must be an array', at)
    if (value.length < min) return say(`no fewer than ${min} items allowed`, at)
    if (value.length > max) return say(`no more than ${max} items allowed`, at)
    return value.flatMap((item, index) => check(item, `${at}/${index}`))
  }

function object(members: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return say('must be an object', at)
    }
    const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name))
    const given = value as Readonly<Record<string, unknown>>
    return [
      ...unknown.flatMap((name) => say(`no additional properties: ${name}`, at)),
      ...Object.entries(members).flatMap(([name, check]) => check(given[name], `${at}/${name}`)),
    ]
  }
}

/** Chosen by the member `type`. */
function byType(kinds: () => Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    const type = (value as { type?: unknown } | null)?.type
    const check = typeof type === 'string' ? kinds()[type] : undefined
    return check === undefined ? say(`unsupported type: ${String(type)}`, at) : check(value, at)
  }
}

function text(kind: 'plain_text' | 'any', max: number): Check {
  const plain = object({
    type: word('plain_text'),
    text: string(1, max),
    emoji: optional(boolean),
  })
  const marked = object({ type: word('mrkdwn'), text: string(1, max), verbatim: optional(boolean) })
  return byType(() =>
    kind === 'any' ? { plain_text: plain, mrkdwn: marked } : { plain_text: plain },
  )
}

const id = optional(string(1, blockLimits.idChars))
const type = string(1, blockLimits.idChars)
const button = object({
  ...{ type, action_id: id, text: text('plain_text', blockLimits.buttonChars) },
  value: optional(string(1, blockLimits.buttonValueChars)),
  url: optional(string(1, blockLimits.buttonUrlChars)),
  style: optional(word('primary', 'danger')),
  accessibility_label: optional(string(1, blockLimits.buttonChars)),
})
const option = object({
  text: text('any', blockLimits.optionChars),
  value: string(1, blockLimits.optionChars * 2),
})
const select = object({
  ...{ type, action_id: id, options: list(option, 1, blockLimits.optionCount) },
  placeholder: optional(text('plain_text', 150)),
})
const textInput = object({
  ...{ type, action_id: id, multiline: optional(boolean) },
  placeholder: optional(text('plain_text', 150)),
  max_length: (value, at) =>
    value === undefined || (typeof value === 'number' && value <= blockLimits.inputChars)
      ? []
      : say('must be at most 3000', at),
})
const style = optional(
  object({ ...{ bold: optional(boolean), italic: optional(boolean) }, code: optional(boolean) }),
)
const run = byType(() => ({
  text: object({ type, text: string(1, Number.POSITIVE_INFINITY), style }),
  user: object({ type, user_id: string(1, 40) }),
  link: object({
    type,
    url: string(1, blockLimits.buttonUrlChars),
    text: optional(string(1, 3000)),
  }),
}))
const runs = list(run, 1, Number.POSITIVE_INFINITY)
const rich = byType(() => ({
  rich_text_section: object({ type, elements: runs }),
  rich_text_preformatted: object({ type, elements: runs }),
  rich_text_quote: object({ type, elements: runs }),
}))
const block = byType(() => ({
  header: object({ type, block_id: id, text: text('plain_text', blockLimits.headerChars) }),
  divider: object({ type, block_id: id }),
  section: object({
    ...{ type, block_id: id, text: optional(text('any', blockLimits.sectionChars)) },
    fields: optional(list(text('any', blockLimits.fieldChars), 1, blockLimits.fieldCount)),
    accessory: optional(byType(() => ({ button }))),
  }),
  context: object({
    ...{ type, block_id: id },
    elements: list(text('any', blockLimits.sectionChars), 1, blockLimits.contextElements),
  }),
  actions: object({
    ...{ type, block_id: id },
    elements: list(
      byType(() => ({ button, static_select: select })),
      1,
      blockLimits.actionsElements,
    ),
  }),
  rich_text: object({ type, block_id: id, elements: list(rich, 1, Number.POSITIVE_INFINITY) }),
  input: object({
    ...{ type, block_id: id, label: text('plain_text', blockLimits.labelChars) },
    ...{ optional: optional(boolean), hint: optional(text('plain_text', blockLimits.labelChars)) },
    element: byType(() => ({ plain_text_input: textInput, static_select: select })),
  }),
}))

function repeatedIds(blocks: readonly { block_id?: string }[]): string[] {
  const ids = blocks.flatMap(({ block_id }) => block_id ?? [])
  return new Set(ids).size === ids.length ? [] : say('block_id already exists', '/blocks')
}
