// @ts-check
/** Nodes of inert text: what is masked is a chip, what is hidden is a code, and the rest is plain. */
import { el } from './dom.js'
import { partsOf } from './inert.js'

const tagCharsShown = 4

/**
 * @param {unknown} text
 * @returns {DocumentFragment}
 */
export function inert(text) {
  const fragment = document.createDocumentFragment()
  for (const part of partsOf(String(text))) fragment.append(nodeOf(part))
  return fragment
}

/** @param {import('./inert.js').Part} part */
function nodeOf(part) {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'folded':
      return el('span', { class: 'folded' }, `[${part.text}]`)
    case 'hidden':
      return el(
        'span',
        { class: 'hidden-char', role: 'img', 'aria-label': `hidden character ${part.code}` },
        `[${part.code}]`,
      )
    case 'masked':
      return chip(part)
  }
}

/** @param {{ type: string, tag: string, reveal?: string }} masked */
function chip({ type, tag, reveal }) {
  const name = nameOf(type)
  const label = `masked ${name}${reveal === undefined ? '' : `, shown in part: ${reveal}`}, mark ${tag}`
  return el(
    'span',
    {
      class: 'chip',
      'data-tag': `${type}·${tag}`,
      role: 'img',
      'aria-label': label,
      title: label,
      onmouseenter: (event) => light(event.target, true),
      onmouseleave: (event) => light(event.target, false),
    },
    el('span', { class: 'chip-type' }, name),
    el('span', { class: 'chip-tag' }, reveal ?? tag.slice(0, tagCharsShown)),
  )
}

/**
 * Equal values light up together.
 * @param {EventTarget | null} target
 * @param {boolean} isOn
 */
function light(target, isOn) {
  if (!(target instanceof HTMLElement)) return
  for (const other of document.querySelectorAll('.chip')) {
    if (other instanceof HTMLElement && other.dataset['tag'] === target.dataset['tag']) {
      other.classList.toggle('lit', isOn)
    }
  }
}

/** Spoken letter by letter. */
const initials = /\b(?:cvv|iban|id|ip|jwt|mrn|ssn|us)\b/g

/** @param {string} type such as US_SSN */
export function nameOf(type) {
  const words = type.toLowerCase().replaceAll('_', ' ').replace('email', 'e-mail')
  return words.replace(initials, (word) => word.toUpperCase())
}
