// @ts-check
/** Making elements. Text becomes text nodes and nothing else, so whatever an agent wrote stays text. */

/**
 * @typedef {Node | string} Child
 * @typedef {Record<string, string | number | boolean | undefined | ((event: Event) => void)>} Props
 */

/**
 * `class`, attributes, and `onclick`-like listeners. True gives an empty attribute, false and undefined none.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value))
  }
  element.append(...children)
  return element
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`no element ${id}`)
  return element
}

/** @param {string} text */
export function announce(text) {
  byId('announce').textContent = text
}
