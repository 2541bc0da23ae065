// @ts-check
/** The question before something is frozen or thawed. It says in plain words what will stop, and is signed for exactly that. */
import { sendFreeze, sendThaw, sentence } from './api.js'
import { orderNonce } from './digest.js'
import { byId } from './dom.js'
import { signed } from './session.js'
import { scopeLine } from './words.js'

const kinds = /** @type {const} */ (['everything', 'agent', 'type', 'target'])
/** @typedef {typeof kinds[number]} Kind */
const frozenMeans =
  'What runs already runs on. People can go on deciding, and deadlines stand still.'
const thawedMeans =
  'What is approved can be started again at once, and deadlines run on from where they stood.'

export class FreezeDialog {
  /**
   * @param {import('./session.js').Settings} settings
   * @param {() => void} onDone
   */
  constructor(settings, onDone) {
    this.settings = settings
    this.onDone = onDone
    this.dialog = /** @type {HTMLDialogElement} */ (byId('freeze'))
    this.button = /** @type {HTMLButtonElement} */ (byId('freeze-send'))
    /** @type {{ key: string, thaw?: import('./freezes.js').Freeze } | undefined} */
    this.open = undefined
    byId('freeze-cancel').addEventListener('click', () => this.dialog.close())
    this.button.addEventListener('click', () => this.send())
    this.dialog.addEventListener('close', () => {
      if (!this.dialog.open) this.open = undefined
    })
    this.dialog.addEventListener('input', () => this.explain())
    this.dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) this.send()
    })
  }

  /** What is on the screen is offered first. @param {any} [approval] */
  askFreeze(approval) {
    if (this.dialog.open) return
    this.begin({ key: crypto.randomUUID() })
    const { agent = '', type = '', target = {} } = approval ?? {}
    field('freeze-agent').value = agent
    field('freeze-type').value = type
    field('freeze-system').value = plain(target.system)
    field('freeze-resource').value = plain(target.resource)
    field(approval === undefined ? 'freeze-kind-everything' : 'freeze-kind-agent').checked = true
    this.show()
  }

  /** @param {import('./freezes.js').Freeze} freeze */
  askThaw(freeze) {
    if (this.dialog.open) return
    this.begin({ key: crypto.randomUUID(), thaw: freeze })
    this.show()
  }

  /** @param {{ key: string, thaw?: import('./freezes.js').Freeze }} open */
  begin(open) {
    this.open = open
    for (const id of ['freeze-reason', 'freeze-token']) field(id).value = ''
    byId('freeze-problem').textContent = ''
    byId('freeze-token-part').hidden = this.settings.isDemo
    byId('freeze-scope-part').hidden = open.thaw !== undefined
    this.button.disabled = false
  }

  show() {
    this.explain()
    this.dialog.showModal()
    const first = this.open?.thaw ? 'freeze-reason' : `freeze-kind-${kindNow()}`
    byId(first).focus()
  }

  /** Says again what it is about, whenever that changes. */
  async explain() {
    const { open } = this
    if (open === undefined) return
    for (const kind of kinds.slice(1)) byId(`freeze-${kind}-part`).hidden = kind !== kindNow()
    const scope = open.thaw?.scope ?? scopeNow()
    const isThaw = open.thaw !== undefined
    byId('freeze-title').textContent = isThaw ? 'Thaw this?' : 'Freeze?'
    byId('freeze-what').replaceChildren(scopeLine(scope))
    byId('freeze-meaning').textContent = isThaw ? thawedMeans : `${stops(scope)} ${frozenMeans}`
    this.button.textContent = isThaw ? 'Thaw' : 'Freeze'
    this.button.className = isThaw ? 'approve' : 'deny'
    const nonce = await orderNonce(isThaw ? { thaw: open.thaw?.id } : { freeze: scope })
    if (this.open === open) byId('freeze-nonce').textContent = nonce
  }

  async send() {
    const { open } = this
    if (open === undefined || this.button.disabled) return
    const { key, thaw } = open
    const scope = scopeNow()
    const reason = field('freeze-reason').value.trim()
    const missing = reason === '' ? 'a reason' : thaw ? undefined : missingIn(scope)
    if (missing !== undefined) {
      byId('freeze-problem').textContent = `Write ${missing}.`
      return
    }
    this.button.disabled = true
    byId('freeze-problem').textContent = ''
    try {
      const nonce = await orderNonce(thaw ? { thaw: thaw.id } : { freeze: scope })
      const token = await signed(this.settings, field('freeze-token').value, nonce)
      const proof = { reason, ...(token && { token }) }
      if (thaw) await sendThaw(thaw.id, proof, key)
      else await sendFreeze({ scope, ...proof }, key)
      if (this.open === open) this.dialog.close()
      this.onDone()
    } catch (error) {
      if (this.open === open) byId('freeze-problem').textContent = sentence(error)
    } finally {
      if (this.open === open) this.button.disabled = false
    }
  }
}

/** @returns {Kind} */
function kindNow() {
  return kinds.find((kind) => field(`freeze-kind-${kind}`).checked) ?? 'everything'
}

/** @returns {import('./freezes.js').Scope} */
function scopeNow() {
  const text = (/** @type {string} */ id) => field(id).value.trim()
  switch (kindNow()) {
    case 'everything':
      return { everything: true }
    case 'agent':
      return { agent: text('freeze-agent') }
    case 'type':
      return { type: text('freeze-type') }
    case 'target': {
      const resource = text('freeze-resource')
      return { target: { system: text('freeze-system'), ...(resource && { resource }) } }
    }
  }
}

/** @param {import('./freezes.js').Scope} scope */
function missingIn(scope) {
  if ('agent' in scope && scope.agent === '') return 'the id of the agent'
  if ('type' in scope && scope.type === '') return 'the type of the actions'
  if ('target' in scope && scope.target.system === '') return 'the name of the system'
  return undefined
}

/** @param {import('./freezes.js').Scope} scope */
function stops(scope) {
  if ('everything' in scope) return 'No action of any agent can be started until it is thawed.'
  if ('agent' in scope) return 'No action of this agent can be started until it is thawed.'
  if ('type' in scope) return 'No action of such a type can be started until it is thawed.'
  return 'Nothing that goes there, or hides where it goes, can be started until it is thawed.'
}

/** A masked name names nothing. @param {unknown} text */
function plain(text) {
  return typeof text === 'string' && !/[⟦⟧]/.test(text) ? text : ''
}

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id))
