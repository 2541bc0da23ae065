// @ts-check
/** What is frozen, on top of everything else: scope, who, when, why, and how far. Follows the gate, slot by slot. */
import { listFreezes } from './api.js'
import { time } from './clock.js'
import { announce, byId, el } from './dom.js'
import { inert } from './text.js'
import { reachOf, scopeLine } from './words.js'

/**
 * @typedef {{ everything: true } | { agent: string } | { type: string } | { target: { system: string, resource?: string } }} Scope
 * @typedef {{ id: string, scope: Scope, person: string, atMs: number, reason?: string, confirmed: number, slots: number, inForce: boolean, thawed: number, canThaw: boolean }} Freeze
 */

export class Freezes {
  /** @param {{ thaw: (freeze: Freeze) => void }} acts */
  constructor({ thaw }) {
    this.thaw = thaw
    /** @type {Freeze[]} */
    this.all = []
    /** @type {Promise<void> | undefined} */
    this.reading = undefined
    this.isStale = false
  }

  /** Every slot tells of itself: what comes while one answer is on its way is one more question, not twelve. */
  async refresh() {
    this.isStale = true
    this.reading ??= this.readWhileStale().finally(() => {
      this.reading = undefined
    })
    await this.reading
  }

  async readWhileStale() {
    while (this.isStale) {
      this.isStale = false
      const { freezes, you } = await listFreezes()
      byId('open-freeze').hidden = !you.canFreeze
      this.draw(freezes)
    }
  }

  clear() {
    byId('open-freeze').hidden = true
    this.draw([])
  }

  /** @param {Freeze[]} freezes */
  draw(freezes) {
    const before = this.all.length
    this.all = freezes
    const banner = byId('freezes')
    banner.hidden = freezes.length === 0
    const focused = document.activeElement?.getAttribute('data-thaw')
    byId('freeze-list').replaceChildren(...freezes.map((freeze) => this.lineOf(freeze)))
    if (focused) {
      const button = banner.querySelector(`[data-thaw="${CSS.escape(focused)}"]`)
      if (button instanceof HTMLElement) button.focus()
    }
    if (freezes.length > before) announce('Something was frozen.')
    if (freezes.length < before) announce('Something was thawed.')
  }

  /** @param {Freeze} freeze */
  lineOf(freeze) {
    const { id, scope, person, atMs, reason, canThaw } = freeze
    const thaw = el(
      'button',
      { type: 'button', class: 'thaw', 'data-thaw': id, onclick: () => this.thaw(freeze) },
      'Thaw…',
    )
    return el(
      'li',
      { 'data-freeze': id },
      el(
        'p',
        {},
        el('strong', {}, 'Frozen: ', scopeLine(scope)),
        el('span', { class: 'freeze-by' }, ' by ', inert(person), ', ', time(atMs)),
        ...(reason === undefined ? [] : [' ', el('q', {}, inert(reason))]),
        ' ',
        el('span', { class: 'freeze-reach' }, reachOf(freeze)),
      ),
      canThaw ? thaw : '',
    )
  }
}
