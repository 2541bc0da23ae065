// @ts-check
/** One action as it is shown for a decision: who wants what where, every value, why it stopped, how far it is, and until when. */
import { decisionBar, ending } from './bar.js'
import { exactly, time } from './clock.js'
import { presentedDigest } from './digest.js'
import { el } from './dom.js'
import { shown } from './params.js'
import { inert } from './text.js'
import { happeningOf, maskedLine, progressLine, repeatsLine, statusOf } from './words.js'

/** Parts of an action that have a place of their own on the card. */
const placed = new Set(['id', 'type', 'agent', 'target', 'justification', 'onBehalfOf', 'params'])

/**
 * @param {any} approval
 * @param {{ decide: (word: import('./decide.js').Word) => void, show: (id: string) => void, back: () => void }} acts
 * @returns {Promise<HTMLElement>}
 */
export async function card(approval, acts) {
  const sheet = el('div', { class: 'sheet' })
  const isWhole = await isAsCommitted(approval)
  sheet.append(
    el('button', { class: 'back quiet', type: 'button', onclick: acts.back }, '← All actions'),
    head(approval),
    isWhole
      ? ''
      : el(
          'p',
          { class: 'notice bad', role: 'alert' },
          'What is shown here is not what the gate holds, or was erased. It cannot be approved here.',
        ),
    ...(approval.isFrozen
      ? [
          el(
            'p',
            { class: 'notice frozen', id: 'frozen-notice' },
            'Frozen by a person: it cannot be started until it is thawed. You can decide all the same; its clock stands still.',
          ),
        ]
      : []),
    ...(approval.repeats === undefined ? [] : [repeated(approval.repeats, acts)]),
    section('What exactly', what(approval)),
    section('Why it wants this', why(approval)),
    section(approval.demand ? 'Why it stopped' : 'Why it went on', stopped(approval)),
    ...('result' in approval ? [section('Result (masked)', shown(approval.result))] : []),
    ...(approval.original ? [section('What it takes back', takenBack(approval.original))] : []),
    ...(approval.reversals?.length > 0
      ? [section('Taken back', reversals(approval.reversals))]
      : []),
    section('What happened', timeline(approval)),
    raw(approval),
  )
  if (approval.status === 'pending') sheet.append(decisionBar(sheet, approval, isWhole, acts))
  else sheet.append(ending(approval, acts))
  return sheet
}

/** @param {any} approval */
async function isAsCommitted({ salt, action, presented }) {
  if (typeof salt !== 'string' || action === null) return false
  return (await presentedDigest(salt, action)) === presented
}

/** @param {any} approval */
function head({ headline, status, labels, identity, demand }) {
  const { mark, word, tone } = statusOf(status)
  const chips = [
    el(
      'span',
      { class: `status ${tone}` },
      el('span', { 'aria-hidden': 'true' }, mark),
      ` ${word}`,
    ),
    ...labels.map((/** @type {string} */ label) => el('span', { class: 'label' }, inert(label))),
    el(
      'span',
      { class: 'label' },
      identity === 'signed' ? '✓ signed by the agent' : '! agent not signed',
    ),
    ...(demand === undefined || demand.assurance === 'chat'
      ? []
      : [el('span', { class: 'label' }, `needs ${demand.assurance}`)]),
  ]
  return el(
    'header',
    { class: 'card-head' },
    el('h1', { id: 'headline', tabindex: '-1' }, inert(headline)),
    el('p', { class: 'chips' }, ...chips),
  )
}

/** @param {any} approval */
function what(approval) {
  const { action, target } = approval
  const { params = null } = action ?? {}
  const others = Object.entries(action ?? {}).filter(([name]) => !placed.has(name))
  return el(
    'div',
    {},
    ...(target === undefined ? [] : [el('h3', {}, 'Target'), shown(target)]),
    el('h3', {}, 'Parameters'),
    params === null ? el('p', { class: 'nothing' }, 'none') : shown(params),
    ...(others.length === 0 ? [] : [el('h3', {}, 'Also'), shown(Object.fromEntries(others))]),
    el('p', { class: 'masking' }, maskedLine(approval)),
  )
}

/** @param {any} approval */
function why({ justification, agent, run, onBehalfOf }) {
  return el(
    'div',
    {},
    justification === undefined
      ? el('p', { class: 'nothing' }, 'The agent gives no reason.')
      : el(
          'figure',
          {},
          el('figcaption', {}, 'The agent says:'),
          el('blockquote', {}, shown(justification)),
        ),
    facts([
      ['Agent', agent],
      ['Run', run],
      ['On behalf of', Array.isArray(onBehalfOf) ? onBehalfOf.join(', ') : onBehalfOf],
    ]),
  )
}

/** @param {any} approval */
function stopped({
  rule,
  demand,
  progress,
  votes,
  decideByMs,
  status,
  fingerprint,
  id,
  presented,
  isFrozen,
}) {
  if (demand === undefined) return allowed(rule, fingerprint, id, presented)
  const groups = demand.groups.map((/** @type {{ group: string }} */ { group }) => group).join(', ')
  const asked = `${demand.quorum} ${demand.quorum === 1 ? 'person' : 'people'}${groups === '' ? '' : ` of ${groups}`}`
  const people = votes
    .map(
      (/** @type {any} */ { person, verdict }) => `${person} ${verdict === 'approve' ? '✓' : '✕'}`,
    )
    .join(', ')
  return el(
    'div',
    {},
    el('p', {}, 'Rule ', el('code', {}, inert(rule)), ` asks ${asked}.`),
    facts([
      ['Votes', `${progressLine(progress)}${people === '' ? '' : ` · ${people}`}`],
      ...(status === 'pending'
        ? [
            [
              'Closes',
              isFrozen
                ? 'the clock stands still while it is frozen'
                : el(
                    'span',
                    {},
                    time(decideByMs),
                    ` (${exactly(decideByMs)}); if nobody decides, it does not run`,
                  ),
            ],
          ]
        : []),
      ['Fingerprint', el('code', { title: presented }, fingerprint)],
      ['Action', el('code', {}, id)],
    ]),
  )
}

/** @param {string} rule @param {string} fingerprint @param {string} id @param {string} presented */
function allowed(rule, fingerprint, id, presented) {
  return el(
    'div',
    {},
    el('p', {}, 'Rule ', el('code', {}, inert(rule)), ' let it go without asking anybody.'),
    facts([
      ['Fingerprint', el('code', { title: presented }, fingerprint)],
      ['Action', el('code', {}, id)],
    ]),
  )
}

/**
 * @param {{ id: string, status: string, by: string, deniedAtMs: number }} repeats
 * @param {{ show: (id: string) => void }} acts
 */
function repeated(repeats, { show }) {
  const { id, deniedAtMs } = repeats
  const open = (/** @type {Event} */ event) => {
    event.preventDefault()
    show(id)
  }
  return el(
    'p',
    { class: 'notice bad', role: 'note' },
    el('strong', {}, 'A repeat. '),
    `${repeatsLine(repeats)} `,
    time(deniedAtMs),
    ' ',
    el('a', { href: `/a/${id}`, onclick: open }, 'See it'),
  )
}

/** @param {any} original masked, as it was shown then */
function takenBack({ id, status, action, endedAtMs, ...rest }) {
  return el(
    'div',
    {},
    facts([
      ['Action', el('a', { href: `/a/${id}` }, el('code', {}, id))],
      ['Ended', el('span', {}, statusOf(status).word, ' ', endedAtMs ? time(endedAtMs) : '')],
    ]),
    el('h3', {}, 'Parameters'),
    shown(action?.params ?? null),
    ...('result' in rest ? [el('h3', {}, 'Result (masked)'), shown(rest.result)] : []),
  )
}

/** @param {any[]} list */
function reversals(list) {
  const items = list.map(({ id, status, heldAtMs }) =>
    el(
      'li',
      {},
      time(heldAtMs),
      el('a', { href: `/a/${id}` }, el('code', {}, id)),
      el('span', {}, statusOf(status).word),
    ),
  )
  return el('ol', { class: 'timeline' }, ...items)
}

/** @param {any} approval */
function timeline({ timeline: lines }) {
  const items = lines.map((/** @type {any} */ line) =>
    el(
      'li',
      {},
      time(line.atMs),
      el('span', {}, inert(happeningOf(line))),
      ...(line.reason === undefined ? [] : [el('q', {}, inert(line.reason))]),
    ),
  )
  return el('ol', { class: 'timeline' }, ...items)
}

/** @param {any} approval */
function raw({ action }) {
  return el(
    'details',
    { class: 'raw' },
    el('summary', {}, 'Masked action as JSON'),
    el('pre', { tabindex: '0' }, inert(JSON.stringify(action, null, 2))),
  )
}

/** @param {[string, unknown][] | any[]} pairs */
function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== undefined)
  return el(
    'dl',
    { class: 'facts' },
    ...known.flatMap(([name, value]) => [
      el('dt', {}, name),
      el('dd', {}, value instanceof Node ? value : inert(value)),
    ]),
  )
}

/** @param {string} title @param {Node} body */
function section(title, body) {
  return el('section', { class: 'part' }, el('h2', {}, title), body)
}
