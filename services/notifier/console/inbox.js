// @ts-check
/** The list. Nothing moves under the pointer: a row changes where it stands, and new rows wait behind a button. */
import { time } from './clock.js'
import { byId, el } from './dom.js'
import { inert } from './text.js'
import { maskedLine, progressLine, repeatsLine, statusOf } from './words.js'

/** @type {Record<import('./api.js').ListName, string>} */
const nothingIn = {
  pending: 'Nothing waits for a person.',
  unknown: 'Nothing is in doubt.',
  allowed: 'Nothing that policy allowed waits or runs.',
  decided: 'Nothing has been decided in the last days.',
}

export class Inbox {
  /** @param {(id: string) => void} open */
  constructor(open) {
    this.open = open
    /** @type {Map<string, any>} */
    this.rows = new Map()
    /** @type {Set<string>} */
    this.fresh = new Set()
    /** @type {string | undefined} */
    this.selected = undefined
    /** @type {import('./api.js').ListName} */
    this.state = 'pending'
    /** When rows last moved: a key pressed at that moment was meant for what stood there before. */
    this.movedMs = 0
  }

  /** @param {any[]} approvals @param {number} total */
  fill(approvals, total) {
    this.rows = new Map(approvals.map((approval) => [approval.id, approval]))
    this.fresh.clear()
    this.movedMs = Date.now()
    this.draw()
    const more = total - approvals.length
    const empty = byId('empty')
    empty.hidden = approvals.length > 0 && more <= 0
    empty.textContent =
      approvals.length === 0 ? nothingIn[this.state] : `${more} more follow when these are decided.`
  }

  /** The same action in a newer state; stays where it is. @param {any} approval */
  update(approval) {
    if (!this.rows.has(approval.id)) return
    this.rows.set(approval.id, approval)
    const old = document.querySelector(`[data-row="${CSS.escape(approval.id)}"]`)
    const hadFocus = old?.contains(document.activeElement)
    const row = this.rowOf(approval)
    old?.replaceWith(row)
    if (hadFocus) row.querySelector('a')?.focus()
  }

  /** @param {string} id */
  addFresh(id) {
    this.fresh.add(id)
    this.drawFresh()
  }

  /** @param {string | undefined} id */
  select(id) {
    this.selected = id
    for (const link of byId('rows').querySelectorAll('a')) {
      if (link.dataset['id'] === id) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }

  /** Moves the focus by rows, from the selected one where none has it. @param {1 | -1} step */
  move(step) {
    const links = [...byId('rows').querySelectorAll('a')]
    const from = links.findIndex((link) => link.contains(document.activeElement))
    const start = from < 0 ? links.findIndex((link) => link.dataset['id'] === this.selected) : from
    const next = from < 0 && start < 0 ? 0 : start + step
    links[Math.max(0, Math.min(links.length - 1, next))]?.focus()
  }

  draw() {
    const focused = document.activeElement?.closest('[data-row]')?.getAttribute('data-row')
    byId('rows').replaceChildren(...[...this.rows.values()].map((row) => this.rowOf(row)))
    for (const link of byId('rows').querySelectorAll('a')) {
      if (link.dataset['id'] === focused) link.focus()
    }
    this.select(this.selected)
    this.drawFresh()
  }

  drawFresh() {
    const button = byId('fresh')
    const count = this.fresh.size
    button.hidden = count === 0
    button.textContent = `Show ${count} new`
  }

  /** @param {any} approval */
  rowOf(approval) {
    const { id, headline, status, target, masked, progress, repeats, isFrozen } = approval
    const isWaiting = status === 'pending'
    const { mark, word, tone } = statusOf(status)
    const link = el(
      'a',
      {
        href: `/a/${id}`,
        'data-id': id,
        'aria-current': id === this.selected ? 'true' : undefined,
        onclick: (event) => {
          event.preventDefault()
          this.open(id)
        },
      },
      el('span', { class: 'row-title' }, inert(headline)),
      el(
        'span',
        { class: 'row-facts' },
        el(
          'span',
          { class: `status ${tone}` },
          el('span', { 'aria-hidden': 'true' }, mark),
          ` ${word}`,
        ),
        isFrozen ? el('span', { class: 'status bad' }, '‖ Frozen') : '',
        isWaiting ? el('span', {}, progressLine(progress)) : '',
        repeats === undefined
          ? ''
          : el('span', { class: 'status bad', title: repeatsLine(repeats) }, 'Repeat'),
        target?.environment === undefined
          ? ''
          : el('span', { class: 'place' }, inert(target.environment)),
        masked > 0 ? el('span', { title: maskedLine(approval) }, `${masked} masked`) : '',
        isFrozen
          ? el('span', {}, 'clock stands still')
          : isWaiting
            ? time(approval.decideByMs, 'closes ')
            : time(approval.decidedAtMs ?? approval.heldAtMs),
      ),
      isWaiting ? expiryBar(approval) : '',
    )
    return el('li', { 'data-row': id, class: isWaiting ? 'waiting' : 'settled' }, link)
  }
}

/** @param {{ heldAtMs: number, decideByMs: number }} approval */
function expiryBar({ heldAtMs, decideByMs }) {
  const left = (decideByMs - Date.now()) / Math.max(1, decideByMs - heldAtMs)
  const bar = el('span', { class: 'expiry', 'aria-hidden': 'true' }, el('span'))
  bar.style.setProperty('--left', `${Math.round(100 * Math.max(0, Math.min(1, left)))}%`)
  return bar
}
