// @ts-check
/** The foot of a card: what can be done about the action now, by whoever looks at it. */
import { time } from './clock.js'
import { el } from './dom.js'
import { foldedIn } from './params.js'
import { standingWords, statusOf } from './words.js'

/**
 * @param {HTMLElement} sheet everything else of the card
 * @param {any} approval
 * @param {boolean} isWhole
 * @param {{ decide: (verdict: 'approve' | 'deny') => void }} acts
 */
export function decisionBar(sheet, { you }, isWhole, { decide }) {
  const hint = el('p', { class: 'bar-hint', id: 'bar-hint' })
  const approve = el(
    'button',
    { class: 'approve', id: 'approve', type: 'button', 'aria-describedby': 'bar-hint' },
    'Approve…',
  )
  const deny = el('button', { class: 'deny', id: 'deny', type: 'button' }, 'Deny…')
  const bar = el(
    'footer',
    { class: 'bar' },
    hint,
    el('div', { class: 'bar-buttons' }, deny, approve),
  )
  const refresh = () => {
    const folded = foldedIn(sheet)
    const isReady = you.canVote && isWhole && folded.length === 0
    approve.setAttribute('aria-disabled', String(!isReady))
    deny.setAttribute('aria-disabled', String(!you.canVote))
    hint.textContent = you.canVote
      ? isReady
        ? ''
        : isWhole
          ? `${folded.length} long ${folded.length === 1 ? 'value is' : 'values are'} folded: show everything before approving.`
          : 'Only denying is possible.'
      : (standingWords[you.why] ?? '')
  }
  approve.addEventListener('click', () => {
    const [first] = foldedIn(sheet)
    if (approve.getAttribute('aria-disabled') === 'false') decide('approve')
    else first?.scrollIntoView({ block: 'center' })
  })
  deny.addEventListener('click', () => {
    if (deny.getAttribute('aria-disabled') === 'false') decide('deny')
  })
  sheet.addEventListener('unfolded', refresh)
  refresh()
  return bar
}

/**
 * @param {any} approval
 * @param {{ decide: (word: import('./decide.js').Word) => void }} acts
 */
export function ending({ status, decidedAtMs, useByMs, late, you, isFrozen }, { decide }) {
  const { word, tone } = statusOf(status)
  return el(
    'footer',
    { class: 'bar closed' },
    el(
      'p',
      {},
      el('strong', { class: `status ${tone}` }, word),
      ' ',
      decidedAtMs === undefined ? '' : time(decidedAtMs),
    ),
    ...(status === 'approved' && useByMs !== undefined
      ? [el('p', {}, isFrozen ? 'frozen: not to be run now' : time(useByMs, 'may be run until '))]
      : []),
    ...(status === 'unknown' ? doubt(late, you) : []),
    ...buttons(you, decide),
  )
}

/** @param {{ status: string, atMs: number } | undefined} late @param {{ canReconcile: boolean }} you */
function doubt(late, { canReconcile }) {
  const said =
    late === undefined
      ? 'The executor has said nothing.'
      : `Too late, the executor said “${late.status}”. That alone decides nothing.`
  const ask = canReconcile
    ? 'Look in the system it was meant for, then say what you found.'
    : 'Somebody who may decide about it, and is not on the requester’s side, must find out.'
  return [el('p', {}, `Nobody knows whether it was done. ${said} ${ask}`)]
}

/** @param {{ canRevoke: boolean, canReconcile: boolean }} you @param {(word: import('./decide.js').Word) => void} decide */
function buttons({ canRevoke, canReconcile }, decide) {
  /** @param {import('./decide.js').Word} word @param {string} tone @param {string} text */
  const button = (word, tone, text) =>
    el('button', { class: tone, id: word, type: 'button', onclick: () => decide(word) }, text)
  const shownButtons = [
    ...(canRevoke ? [button('revoke', 'deny', 'Take it back…')] : []),
    ...(canReconcile
      ? [
          button('failed', 'deny', 'It was not done…'),
          button('succeeded', 'approve', 'It was done…'),
        ]
      : []),
  ]
  return shownButtons.length === 0 ? [] : [el('div', { class: 'bar-buttons' }, ...shownButtons)]
}
