// @ts-check
/** Masked values as labelled rows. Nothing is left out: what is long is folded, and has to be unfolded before anybody can approve. */
import { el } from './dom.js'
import { inert } from './text.js'

/** About eight lines on a small screen. */
const foldedCharsMin = 500
const foldedLinesMin = 10

/**
 * @param {unknown} value
 * @returns {HTMLElement}
 */
export function shown(value) {
  if (Array.isArray(value)) return list(value)
  if (typeof value === 'object' && value !== null) return rows(/** @type {object} */ (value))
  if (typeof value === 'string') return text(value)
  return el('span', { class: 'literal' }, String(value))
}

/** Pieces below `root` that nobody has unfolded yet. @param {ParentNode} root */
export function foldedIn(root) {
  return [...root.querySelectorAll('.fold:not(.open)')]
}

/** @param {object} object */
function rows(object) {
  const entries = Object.entries(object)
  if (entries.length === 0) return el('span', { class: 'nothing' }, 'empty')
  const parts = entries.flatMap(([name, value]) => [
    el('dt', {}, inert(name)),
    el('dd', {}, shown(value)),
  ])
  return el('dl', { class: 'rows-of' }, ...parts)
}

/** @param {unknown[]} values */
function list(values) {
  if (values.length === 0) return el('span', { class: 'nothing' }, 'empty list')
  return el('ol', { class: 'list-of' }, ...values.map((value) => el('li', {}, shown(value))))
}

/** @param {string} value */
function text(value) {
  if (value === '') return el('span', { class: 'nothing' }, 'empty text')
  const isLong = value.length > foldedCharsMin || value.split('\n').length > foldedLinesMin
  const body = el('div', { class: 'words' }, inert(value))
  if (!isLong) return body
  const fold = el('div', { class: 'fold' }, body)
  const button = el('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false' })
  button.append(`Show all ${value.length.toLocaleString('en')} characters`)
  button.addEventListener('click', () => {
    fold.classList.add('open')
    button.remove()
    fold.dispatchEvent(new CustomEvent('unfolded', { bubbles: true }))
  })
  fold.append(button)
  return fold
}
