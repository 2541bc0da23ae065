// @ts-check
/** Times as people read them: how long yet, and the exact moment with its zone. */
import { el } from './dom.js'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Below this it is worth hurrying. */
const soonMs = 2 * minuteMs

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' })

/** @param {number} ms */
export function exactly(ms) {
  return exact.format(new Date(ms))
}

/**
 * A time that keeps itself up to date, see `tick`.
 * @param {number} ms
 * @param {string} [before] words in front
 */
export function time(ms, before = '') {
  const element = el('time', {
    datetime: new Date(ms).toISOString(),
    title: exactly(ms),
    'data-ms': ms,
    'data-before': before,
  })
  show(element)
  return element
}

/** Brings every shown time up to date. */
export function tick() {
  for (const element of document.querySelectorAll('time[data-ms]')) {
    if (element instanceof HTMLElement) show(element)
  }
}

/** @param {HTMLElement} element */
function show(element) {
  const leftMs = Number(element.dataset['ms']) - Date.now()
  const text = `${element.dataset['before'] ?? ''}${words(leftMs)}`
  if (element.textContent !== text) element.textContent = text
  element.classList.toggle('soon', leftMs > 0 && leftMs < soonMs)
}

/** @param {number} ms from now; negative is past */
function words(ms) {
  const size = Math.abs(ms)
  if (size < minuteMs) return relative.format(Math.trunc(ms / secondMs), 'second')
  if (size < hourMs) return relative.format(Math.trunc(ms / minuteMs), 'minute')
  if (size < dayMs) return relative.format(Math.trunc(ms / hourMs), 'hour')
  return relative.format(Math.trunc(ms / dayMs), 'day')
}
