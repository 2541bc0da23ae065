// @ts-check
/** The question before a command is sent. It says what the command means; the answer is signed for exactly this action, this view and this word. */
import { sendCommand, sentence } from './api.js'
import { decisionNonce, presentedDigest, reconcileNonce, revokeNonce } from './digest.js'
import { byId } from './dom.js'
import { signed } from './session.js'
import { inert } from './text.js'

/** @typedef {'approve' | 'deny' | 'revoke' | 'succeeded' | 'failed'} Word */

/** @type {Record<Word, { title: string, meaning: string, send: string, tone: 'approve' | 'deny' }>} */
const words = {
  approve: {
    title: 'Approve this action?',
    meaning: 'Your approval holds for exactly what is shown, once, and for a limited time.',
    send: 'Approve',
    tone: 'approve',
  },
  deny: {
    title: 'Deny this action?',
    meaning: 'It will not run. The agent is told, with your reason.',
    send: 'Deny',
    tone: 'deny',
  },
  revoke: {
    title: 'Take the approval back?',
    meaning:
      'Nobody can begin to run it any more. The agent is told, with your reason. If it is being claimed this moment, you are told that it is too late.',
    send: 'Take it back',
    tone: 'deny',
  },
  succeeded: {
    title: 'Did it happen?',
    meaning:
      'You say that you have looked and that it was done. The agent will rely on it. This can be said once and not be taken back.',
    send: 'It was done',
    tone: 'approve',
  },
  failed: {
    title: 'Did it not happen?',
    meaning:
      'You say that you have looked and that it was not done. The agent may propose it again: if it was done after all, it will be done twice.',
    send: 'It was not done',
    tone: 'deny',
  },
}

export class DecideDialog {
  /**
   * @param {import('./session.js').Settings} settings
   * @param {(id: string, word: Word, answer: any) => void} onRecorded
   */
  constructor(settings, onRecorded) {
    this.settings = settings
    this.onRecorded = onRecorded
    this.dialog = /** @type {HTMLDialogElement} */ (byId('decide'))
    this.reason = /** @type {HTMLTextAreaElement} */ (byId('decide-reason'))
    this.token = /** @type {HTMLTextAreaElement} */ (byId('decide-token'))
    this.button = /** @type {HTMLButtonElement} */ (byId('decide-send'))
    /** @type {{ approval: any, word: Word, presented: string, nonce: string, key: string } | undefined} */
    this.open = undefined
    this.isAsking = false
    byId('decide-cancel').addEventListener('click', () => this.dialog.close())
    this.button.addEventListener('click', () => this.send())
    this.dialog.addEventListener('close', () => {
      if (!this.dialog.open) this.open = undefined
    })
    this.dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) this.send()
    })
  }

  /** @param {any} approval @param {Word} word */
  async ask(approval, word) {
    // A second click or key while the first is on its way.
    if (this.isAsking || this.dialog.open) return
    this.isAsking = true
    try {
      const { id: actionId, action, salt } = approval
      // Of what is on the screen. To say no must also be possible where the view is gone.
      const presented = salt === null ? approval.presented : await presentedDigest(salt, action)
      const nonce = await nonceOf(word, { actionId, presented })
      this.open = { approval, word, presented, nonce, key: crypto.randomUUID() }
      this.fill(approval, word, nonce)
      this.dialog.showModal()
      this.reason.focus()
    } finally {
      this.isAsking = false
    }
  }

  /** @param {any} approval @param {Word} word @param {string} nonce */
  fill({ headline, fingerprint, you }, word, nonce) {
    const { title, meaning, send, tone } = words[word]
    byId('decide-title').textContent = title
    byId('decide-what').replaceChildren(inert(headline), ` (${fingerprint})`)
    byId('decide-meaning').textContent = meaning
    byId('decide-reason-label').textContent = isReasonNeeded(word, you)
      ? 'Reason (required)'
      : 'Reason (optional)'
    byId('decide-problem').textContent = ''
    byId('decide-token-part').hidden = this.settings.isDemo
    byId('decide-nonce').textContent = nonce
    this.reason.value = ''
    this.token.value = ''
    this.button.textContent = send
    this.button.className = tone
    this.button.disabled = false
  }

  async send() {
    const { open } = this
    if (open === undefined || this.button.disabled) return
    const { approval, word, presented, nonce, key } = open
    const reason = this.reason.value.trim()
    if (isReasonNeeded(word, approval.you) && reason === '') {
      byId('decide-problem').textContent = 'Write a reason: it is asked for.'
      this.reason.focus()
      return
    }
    this.button.disabled = true
    byId('decide-problem').textContent = ''
    try {
      const token = await signed(this.settings, this.token.value, nonce)
      const proof = { ...(reason && { reason }), ...(token && { token }) }
      const [verb, says] = commandOf(word, presented)
      const answer = await sendCommand(approval.id, verb, { ...says, ...proof }, key)
      if (this.open === open) this.dialog.close()
      this.onRecorded(approval.id, word, answer)
    } catch (error) {
      if (this.open === open) byId('decide-problem').textContent = sentence(error)
    } finally {
      if (this.open === open) this.button.disabled = false
    }
  }
}

/** @param {Word} word @param {{ actionId: string, presented: string }} about */
function nonceOf(word, { actionId, presented }) {
  if (word === 'approve' || word === 'deny') {
    return decisionNonce({ actionId, presented, verdict: word })
  }
  return word === 'revoke' ? revokeNonce({ actionId }) : reconcileNonce({ actionId, found: word })
}

/**
 * @param {Word} word
 * @param {string} presented
 * @returns {['decision' | 'revoke' | 'reconcile', object]}
 */
function commandOf(word, presented) {
  if (word === 'approve' || word === 'deny') return ['decision', { verdict: word, presented }]
  return word === 'revoke' ? ['revoke', {}] : ['reconcile', { found: word }]
}

/** Whoever stops or resolves something says why. @param {Word} word @param {{ reasonRequired: boolean }} you */
function isReasonNeeded(word, you) {
  return (word !== 'approve' && word !== 'deny') || you.reasonRequired
}
