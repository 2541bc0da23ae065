// @ts-check
/** The page: who is signed in, which list and which action are shown, and what changes them. */
import { followEvents, listApprovals, Problem, readApproval } from './api.js'
import { card } from './card.js'
import { tick } from './clock.js'
import { DecideDialog } from './decide.js'
import { Deliveries } from './deliveries.js'
import { announce, byId, el } from './dom.js'
import { FreezeDialog } from './freeze-dialog.js'
import { Freezes } from './freezes.js'
import { Inbox } from './inbox.js'
import { listenToKeys } from './keys.js'
import { currentSession, loadSettings, signOut } from './session.js'
import { askWho } from './sign-in.js'
import { inert } from './text.js'
import { statusOf } from './words.js'

const tickMs = 1_000
const lists = /** @type {const} */ (['pending', 'unknown', 'allowed', 'decided'])
/** @type {Record<import('./api.js').ListName, string>} */
const titles = {
  pending: 'Waiting for people',
  unknown: 'In doubt',
  allowed: 'Allowed by policy',
  decided: 'Decided lately',
}
/** Kinds of facts that bring an action into a list; what policy allows is not announced. */
/** @type {Record<import('./api.js').ListName, (kind: string) => boolean>} */
const brings = {
  pending: (kind) => kind === 'held',
  unknown: (kind) => kind === 'unknown',
  allowed: () => false,
  decided: (kind) => !['held', 'voted', 'unknown', 'extended'].includes(kind),
}
/** @type {Record<import('./decide.js').Word, string>} */
const said = {
  approve: 'Your approval is recorded.',
  deny: 'Your denial is recorded.',
  revoke: 'The approval is taken back.',
  succeeded: 'Your finding is recorded.',
  failed: 'Your finding is recorded.',
}
const settings = await loadSettings()
const inbox = new Inbox((id) => show(id))
const dialog = new DecideDialog(settings, recorded)
const freezeDialog = new FreezeDialog(settings, frozenOrThawed)
const freezes = new Freezes({ thaw: (freeze) => freezeDialog.askThaw(freeze) })
const deliveries = new Deliveries({ show: (id) => show(id) })
/** @type {any} */
let shownApproval
/** What is to be shown, also where it is not here yet. */
/** @type {string | undefined} */
let wantedId
/** @type {AbortController | undefined} */
let following
let drawing = new AbortController()
let isFirstStream = true

byId('deployment').textContent = settings.deployment
byId('demo-banner').hidden = !settings.isDemo
byId('home').addEventListener('click', (event) => {
  event.preventDefault()
  show(undefined)
})
byId('sign-out').addEventListener('click', () => {
  signOut()
  start()
})
byId('open-freeze').addEventListener('click', () => freezeDialog.askFreeze(shownApproval))
byId('fresh').addEventListener('click', () => refresh())
for (const state of lists) {
  byId(`tab-${state}`).addEventListener('click', () => choose(state))
}
addEventListener('popstate', () => route())
listenToKeys({
  move: (step) => inbox.move(step),
  back: () => show(undefined),
  decide: (verdict) => byId(verdict === 'approve' ? 'approve' : 'deny').click(),
  freeze: () => byId('open-freeze').click(),
  channels: () => {
    if (!byId('open-deliveries').hidden) byId('open-deliveries').click()
  },
  movedMs: () => inbox.movedMs,
})
setInterval(tick, tickMs)
await start()

async function start() {
  following?.abort()
  const session = currentSession()
  const isIn = session !== undefined
  byId('sign-in').hidden = isIn
  byId('desk').hidden = !isIn
  byId('sign-out').hidden = !isIn
  byId('open-keys').hidden = !isIn
  byId('open-people').hidden = !isIn || !settings.hasAccounts
  byId('person').textContent = session?.name ?? ''
  byId('live').textContent = ''
  byId('detail').replaceChildren()
  freezes.clear()
  deliveries.clear()
  if (!isIn) return askWho(settings, start)
  following = new AbortController()
  isFirstStream = true
  followEvents({ onHint, onState, signal: following.signal })
  await refresh()
  await deliveries.refresh()
  await route()
  await guarded(() => freezes.refresh())
}

/** @param {import('./api.js').ListName} state */
async function choose(state) {
  inbox.state = state
  for (const each of lists) {
    byId(`tab-${each}`).setAttribute('aria-pressed', String(each === state))
  }
  byId('inbox-title').textContent = titles[state]
  await refresh()
}

async function refresh() {
  await guarded(async () => {
    const { approvals, total } = await listApprovals(inbox.state)
    inbox.fill(approvals, total)
  })
}

async function route() {
  const id = /^\/a\/([^/]+)$/.exec(location.pathname)?.[1]
  await draw(id === undefined ? undefined : decodeURIComponent(id))
}

/** @param {string | undefined} id */
async function show(id) {
  const path = id === undefined ? '/' : `/a/${id}`
  if (location.pathname !== path) history.pushState(null, '', path)
  await draw(id)
  if (id === undefined) byId('inbox-title').focus()
  else document.getElementById('headline')?.focus()
}

/** @param {string | undefined} id */
async function draw(id) {
  drawing.abort()
  drawing = new AbortController()
  const { signal } = drawing
  wantedId = id
  inbox.select(id)
  byId('desk').classList.toggle('has-detail', id !== undefined)
  const detail = byId('detail')
  if (id === undefined) {
    shownApproval = undefined
    detail.replaceChildren(el('p', { class: 'choose' }, 'Choose an action to see all of it.'))
    document.title = 'Holdpoint'
    return
  }
  await guarded(async () => {
    const approval = await readApproval(id)
    const body = await card(approval, {
      decide: (word) => dialog.ask(approval, word),
      show,
      back: () => show(undefined),
    })
    // Another one was chosen while this one was on its way.
    if (signal.aborted) return
    shownApproval = approval
    detail.replaceChildren(body)
    document.title = `${statusOf(approval.status).word}: ${approval.type} · Holdpoint`
    await deliveries.tell(approval, body)
  })
}

/** @param {string} id @param {import('./decide.js').Word} word @param {{ status: string }} answer */
async function recorded(id, word, { status }) {
  announce(`${said[word]} The action is ${statusOf(status).word.toLowerCase()}.`)
  await changed(id)
  document.getElementById('headline')?.focus()
}

/** @param {{ id: string, kind: string }} hint */
async function onHint({ id, kind }) {
  if (kind === 'frozen' || kind === 'thawed') return frozenOrThawed()
  // Its link was followed before it came here.
  if (id === wantedId && shownApproval?.id !== id) await draw(id)
  if (inbox.rows.has(id) || shownApproval?.id === id) return changed(id)
  if (!brings[inbox.state](kind)) return
  if (inbox.rows.size === 0) return refresh()
  inbox.addFresh(id)
  if (kind === 'held') announce('A new action waits.')
}

/** Rows change where they stand. */
async function frozenOrThawed() {
  await guarded(async () => {
    await freezes.refresh()
    const { approvals } = await listApprovals(inbox.state)
    for (const approval of approvals) inbox.update(approval)
  })
  if (shownApproval !== undefined) await changed(shownApproval.id)
}

/** @param {string} id */
async function changed(id) {
  await guarded(async () => {
    const approval = await readApproval(id)
    inbox.update(approval)
    const isSame =
      shownApproval?.revision === approval.revision &&
      shownApproval?.isFrozen === approval.isFrozen &&
      shownApproval?.late?.atMs === approval.late?.atMs
    if (shownApproval?.id !== id || isSame) return
    const hadFocus = byId('detail').contains(document.activeElement)
    await draw(id)
    if (hadFocus) document.getElementById('headline')?.focus({ preventScroll: true })
    announce(`${statusOf(approval.status).word}: ${approval.type}`)
  })
}

/** @param {boolean} isOpen */
async function onState(isOpen) {
  const live = byId('live')
  live.textContent = isOpen ? 'Live' : 'Reconnecting…'
  live.classList.toggle('on', isOpen)
  if (isOpen && isFirstStream && wantedId !== undefined && shownApproval?.id !== wantedId) {
    await draw(wantedId)
  }
  // What was missed while there was no stream.
  if (isOpen && !isFirstStream) {
    await refresh()
    await guarded(() => freezes.refresh())
  }
  if (isOpen) isFirstStream = false
}

/** @param {() => Promise<void>} act */
async function guarded(act) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 401) {
      signOut()
      return start()
    }
    byId('detail').replaceChildren(
      el('p', { class: 'notice bad', role: 'alert' }, inert(error.message)),
    )
  }
}
