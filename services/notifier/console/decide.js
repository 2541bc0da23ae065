// @ts-check
/** The question before a vote is sent. It says what the vote means; the answer is signed for exactly this view and this verdict. */
import { Problem, sendDecision } from './api.js'
import { decisionNonce, presentedDigest } from './digest.js'
import { byId } from './dom.js'
import { currentSession, demoToken } from './session.js'
import { inert } from './text.js'

const words = {
  approve: {
    title: 'Approve this action?',
    meaning: 'Your approval holds for exactly what is shown, once, and for a limited time.',
    send: 'Approve',
  },
  deny: {
    title: 'Deny this action?',
    meaning: 'It will not run. The agent is told, with your reason.',
    send: 'Deny',
  },
}

export class DecideDialog {
  /**
   * @param {import('./session.js').Settings} settings
   * @param {(id: string, answer: any) => void} onRecorded
   */
  constructor(settings, onRecorded) {
    this.settings = settings
    this.onRecorded = onRecorded
    this.dialog = /** @type {HTMLDialogElement} */ (byId('decide'))
    this.reason = /** @type {HTMLTextAreaElement} */ (byId('decide-reason'))
    this.token = /** @type {HTMLTextAreaElement} */ (byId('decide-token'))
    this.button = /** @type {HTMLButtonElement} */ (byId('decide-send'))
    /** @type {{ approval: any, verdict: 'approve' | 'deny', presented: string, nonce: string, key: string } | undefined} */
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

  /** @param {any} approval @param {'approve' | 'deny'} verdict */
  async ask(approval, verdict) {
    // A second click or key while the first is on its way.
    if (this.isAsking || this.dialog.open) return
    this.isAsking = true
    try {
      const { id: actionId, action, salt } = approval
      // Of what is on the screen. A denial must also be possible where the view is gone.
      const presented = salt === null ? approval.presented : await presentedDigest(salt, action)
      const nonce = await decisionNonce({ actionId, presented, verdict })
      this.open = { approval, verdict, presented, nonce, key: crypto.randomUUID() }
      this.fill(approval, verdict, nonce)
      this.dialog.showModal()
      this.reason.focus()
    } finally {
      this.isAsking = false
    }
  }

  /** @param {any} approval @param {'approve' | 'deny'} verdict @param {string} nonce */
  fill({ headline, fingerprint, you }, verdict, nonce) {
    const { title, meaning, send } = words[verdict]
    byId('decide-title').textContent = title
    byId('decide-what').replaceChildren(inert(headline), ` (${fingerprint})`)
    byId('decide-meaning').textContent = meaning
    byId('decide-reason-label').textContent = you.reasonRequired
      ? 'Reason (required)'
      : 'Reason (optional)'
    byId('decide-problem').textContent = ''
    byId('decide-token-part').hidden = this.settings.isDemo
    byId('decide-nonce').textContent = nonce
    this.reason.value = ''
    this.token.value = ''
    this.button.textContent = send
    this.button.className = verdict
    this.button.disabled = false
  }

  async send() {
    const { open } = this
    if (open === undefined || this.button.disabled) return
    const { approval, verdict, presented, nonce, key } = open
    const reason = this.reason.value.trim()
    if (approval.you.reasonRequired && reason === '') {
      byId('decide-problem').textContent = 'Write a reason: the rule asks for one.'
      this.reason.focus()
      return
    }
    this.button.disabled = true
    byId('decide-problem').textContent = ''
    try {
      const token = await this.signed(nonce)
      const decision = { verdict, presented, ...(reason && { reason }), ...(token && { token }) }
      const answer = await sendDecision(approval.id, decision, key)
      if (this.open === open) this.dialog.close()
      this.onRecorded(approval.id, answer)
    } catch (error) {
      if (this.open === open) byId('decide-problem').textContent = sentence(error)
    } finally {
      if (this.open === open) this.button.disabled = false
    }
  }

  /** A token minted for this decision. @param {string} nonce */
  async signed(nonce) {
    if (!this.settings.isDemo) return this.token.value.trim()
    const session = currentSession()
    if (session === undefined) throw new Error('Your session has ended: sign in again.')
    return demoToken(this.settings, session.subject, nonce)
  }
}

/** @param {unknown} error */
function sentence(error) {
  if (error instanceof Problem) return `${error.message} (${error.code})`
  return error instanceof Error ? error.message : 'Something went wrong.'
}
