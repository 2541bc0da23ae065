/** The form in which a denial is explained: reasons to pick, and words of one's own. Pure. */
import { type Block, context, plain, rich, run, section } from './block.ts'
import { type Locator, readLocator } from './locator.ts'

/** Slack's limit on what people type; ours on reasons is higher. */
const reasonCharsMax = 3000
/** Of the presented digest, as on the card. */
const fingerprintHexChars = 12

export const modalId = 'hp.deny'
const presetId = 'in_preset'
const wordsId = 'in_reason'

/** What denials usually mean: an agent can act on these. Never preselected. */
const presets: ReadonlyMap<string, string> = new Map([
  ['wrong_target', 'Wrong target'],
  ['wrong_value', 'Wrong amount or value'],
  ['not_needed', 'Not needed'],
  ['more_context', 'Needs more context'],
  ['not_now', 'Not now'],
  ['suspicious', 'Looks suspicious'],
])

/** What the form remembers: which button it came from, and where. */
export interface Origin {
  readonly value: string
  readonly channel: string
  readonly ts: string
}

export function denyModal(origin: Origin, { actionId, presented, reasonRequired }: Locator) {
  const bytes = Buffer.from(presented.slice('sha256:'.length), 'base64url')
  const fingerprint = bytes.toString('hex').slice(0, fingerprintHexChars)
  const ask = reasonRequired
    ? 'Pick a reason or write one.'
    : 'A reason helps the agent to do better.'
  const blocks: readonly Block[] = [
    rich(section(run(`The action will not run. ${ask}`))),
    input(presetId, 'Reason', {
      type: 'static_select',
      action_id: presetId,
      placeholder: plain('Pick one'),
      options: [...presets].map(([value, text]) => ({ text: plain(text), value })),
    }),
    input(wordsId, 'In your words', {
      ...{ type: 'plain_text_input', action_id: wordsId, multiline: true },
      max_length: reasonCharsMax,
    }),
    context(`Fingerprint ${fingerprint} · ${actionId}`),
  ]
  return {
    ...{ type: 'modal', callback_id: modalId, private_metadata: JSON.stringify(origin) },
    ...{ title: plain('Deny this action'), submit: plain('Deny'), close: plain('Back'), blocks },
  } as const
}

export type Filled =
  | {
      readonly kind: 'whole'
      readonly locator: Locator
      readonly origin: Origin
      readonly reason?: string
    }
  /** Said beside the field. */
  | { readonly kind: 'lacking'; readonly errors: Readonly<Record<string, string>> }

/** Undefined: not our form. */
export function readModal(view: {
  readonly private_metadata: string
  readonly state: { readonly values: unknown }
}): Filled | undefined {
  const origin = readOrigin(view.private_metadata)
  const locator = origin && readLocator(origin.value)
  if (origin === undefined || locator === undefined) return undefined
  const preset = memberOf(view.state.values, presetId, 'selected_option', 'value')
  const picked = presets.get(String(preset))
  const words = memberOf(view.state.values, wordsId, 'value')
  const own = typeof words === 'string' ? words.trim().slice(0, reasonCharsMax) : ''
  const reason = [picked, own].filter((part) => part !== undefined && part !== '').join(': ')
  if (reason === '' && locator.reasonRequired) {
    return { kind: 'lacking', errors: { [wordsId]: 'Policy wants a reason: pick or write one.' } }
  }
  return { kind: 'whole', locator, origin, ...(reason === '' ? {} : { reason }) }
}

const input = (id: string, label: string, element: Block): Block => ({
  ...{ type: 'input', block_id: id, label: plain(label), optional: true, element },
})

function readOrigin(text: string): Origin | undefined {
  try {
    const { value, channel, ts } = JSON.parse(text) as Record<string, unknown>
    const isWhole = [value, channel, ts].every((part) => typeof part === 'string')
    return isWhole ? ({ value, channel, ts } as Origin) : undefined
  } catch {
    return undefined
  }
}

/** `values[block][action]…`: the block and its input have one id. */
function memberOf(values: unknown, id: string, ...path: readonly string[]): unknown {
  return [id, id, ...path].reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    values,
  )
}
