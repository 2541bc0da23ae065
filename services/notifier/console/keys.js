// @ts-check
/** Single keys. They belong to the page, not to dialogs or text fields, can be turned off, and never decide anything by themselves. */
import { byId } from './dom.js'

const storeKey = 'holdpoint.keys'
/** A key pressed right after the list has moved was meant for what stood there before. */
const settleMs = 400

/**
 * @param {{ move: (step: 1 | -1) => void, back: () => void, decide: (verdict: 'approve' | 'deny') => void, freeze: () => void, channels: () => void, movedMs: () => number }} acts
 */
export function listenToKeys(acts) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('keys'))
  const box = /** @type {HTMLInputElement} */ (byId('keys-on'))
  box.checked = localStorage.getItem(storeKey) !== 'off'
  box.addEventListener('change', () => localStorage.setItem(storeKey, box.checked ? 'on' : 'off'))
  byId('keys-close').addEventListener('click', () => dialog.close())
  byId('open-keys').addEventListener('click', () => dialog.showModal())
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return
    if (event.key === 'Escape') return acts.back()
    if (!box.checked) return
    switch (event.key) {
      case 'j':
        return acts.move(1)
      case 'k':
        return acts.move(-1)
      case '?':
        return dialog.showModal()
      case 'c': {
        event.preventDefault()
        return acts.channels()
      }
      case 'f': {
        event.preventDefault()
        return acts.freeze()
      }
      case 'a':
      case 'd': {
        if (event.repeat || Date.now() - acts.movedMs() < settleMs) return
        // Else the letter would be typed into the question that it opens.
        event.preventDefault()
        return acts.decide(event.key === 'a' ? 'approve' : 'deny')
      }
    }
  })
}

/** @param {EventTarget | null} target */
function isElsewhere(target) {
  if (document.querySelector('dialog[open]') !== null) return true
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  )
}
