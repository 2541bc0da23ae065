// @ts-check
/** How channels fare, and what could not be brought to anybody: a dialog over the page, from where it is tried again. */
import { listCopies, listDeliveries, Problem, sendReplay, sentence } from './api.js'
import { time } from './clock.js'
import { announce, byId, el } from './dom.js'
import { inert } from './text.js'

/** While the dialog is open. */
const refreshMs = 5_000
const words = { up: 'works', paused: 'is asked to wait', down: 'does not answer' }

/** Of a message that somebody should see; others are not spoken of. @type {Record<string, string>} */
const places = {
  waiting: 'not sent yet',
  live: 'shown',
  gathered: 'in a digest',
  dead: 'undelivered',
}

export class Deliveries {
  /** @param {{ show: (id: string) => void }} acts */
  constructor({ show }) {
    this.show = show
    this.dialog = /** @type {HTMLDialogElement} */ (byId('deliveries'))
    byId('open-deliveries').addEventListener('click', () => this.open())
    byId('deliveries-close').addEventListener('click', () => this.dialog.close())
    setInterval(() => {
      if (this.dialog.open) this.refresh()
    }, refreshMs)
  }

  async open() {
    byId('deliveries-problem').textContent = ''
    if (!this.dialog.open) this.dialog.showModal()
    await this.refresh()
  }

  clear() {
    byId('open-deliveries').hidden = true
    this.dialog.close()
  }

  async refresh() {
    try {
      this.draw(await listDeliveries())
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      byId('deliveries-problem').textContent = sentence(error)
    }
  }

  /** Says on its card where people are asked about an action. @param {any} approval @param {Element} sheet */
  async tell({ id, status, demand }, sheet) {
    const isAsked = demand !== undefined && demand.channels?.length !== 0
    if (byId('open-deliveries').hidden || !isAsked) return
    const answer = await listCopies(id).catch(() => undefined)
    if (answer === undefined) return
    const said = answer.deliveries.flatMap(({ channel, state }) => {
      const place = places[state]
      return place === undefined ? [] : [`${channel}: ${place}`]
    })
    const isNowhere = said.length === 0 && status === 'pending'
    if (said.length === 0 && !isNowhere) return
    const line = isNowhere
      ? 'Undelivered: no channel brings this to anybody. It waits here.'
      : `Messages: ${[...new Set(said)].join(', ')}`
    sheet.querySelector('.card-head')?.append(el('p', { class: 'where-asked' }, inert(line)))
  }

  /** @param {Awaited<ReturnType<typeof listDeliveries>>} found */
  draw({ channels, dead }) {
    const open = byId('open-deliveries')
    open.hidden = channels.length === 0
    const undelivered = channels.reduce((sum, channel) => sum + channel.dead, 0)
    open.textContent = undelivered === 0 ? 'Channels' : `Channels: ${undelivered} undelivered`
    const focused = document.activeElement?.getAttribute('data-again')
    byId('deliveries-channels').replaceChildren(...channels.map((each) => this.rowOf(each)))
    byId('deliveries-dead').replaceChildren(...dead.map((letter) => this.lineOf(letter)))
    byId('deliveries-none').hidden = dead.length > 0
    if (!focused) return
    const again = this.dialog.querySelector(`[data-again="${CSS.escape(focused)}"]`)
    // What had the focus may be gone, since it was tried: then the dialog's own button has it.
    const next = again instanceof HTMLElement ? again : byId('deliveries-close')
    if (this.dialog.open) next.focus()
  }

  /** @param {import('./api.js').ChannelState} channel */
  rowOf({ name, kind, state, waiting, dead, behindSinceMs }) {
    const all = el(
      'button',
      {
        type: 'button',
        'data-again': name,
        'aria-label': `Try all ${dead} of ${name} again`,
        onclick: () => this.again(name),
      },
      'Try all again',
    )
    return el(
      'tr',
      { 'data-channel': name },
      el('th', { scope: 'row' }, inert(name), ' ', el('span', { class: 'channel-kind' }, kind)),
      el('td', { 'data-label': 'Service' }, words[state]),
      el('td', { 'data-label': 'To send' }, String(waiting)),
      el(
        'td',
        { 'data-label': 'Not shown yet' },
        behindSinceMs === undefined ? 'none' : time(behindSinceMs, 'decided '),
      ),
      el('td', { 'data-label': 'Given up' }, String(dead), ' ', dead === 0 ? '' : all),
    )
  }

  /** @param {import('./api.js').Letter} letter */
  lineOf({ id, channel, address, kind, code, changedMs, actions }) {
    const [first = ''] = actions
    const what = kind === 'digest' ? `digest of ${actions.length}` : 'request'
    const look = () => {
      this.dialog.close()
      this.show(first)
    }
    return el(
      'li',
      { 'data-letter': id },
      el(
        'p',
        {},
        el('button', { type: 'button', class: 'link', onclick: look }, `${what} ${first}`),
        ` in ${channel}, to `,
        inert(address),
        ': ',
        el('code', {}, inert(code ?? 'unknown')),
        ', ',
        time(changedMs),
      ),
      el(
        'button',
        {
          type: 'button',
          'data-again': id,
          'aria-label': `Try again: ${what} ${first} in ${channel}`,
          onclick: () => this.again(channel, id),
        },
        'Try again',
      ),
    )
  }

  /** @param {string} channel @param {string} [id] */
  async again(channel, id) {
    byId('deliveries-problem').textContent = ''
    try {
      const { replayed } = await sendReplay(channel, id)
      announce(replayed === 1 ? 'It is tried again.' : `${replayed} are tried again.`)
    } catch (error) {
      byId('deliveries-problem').textContent = sentence(error)
    }
    await this.refresh()
  }
}
