// @ts-check
/** The page of one's accounts and absences, and where one-time links lead. What a link would do is shown before it is done, and signed for just that. */
import {
  endAbsence,
  endLink,
  listLinks,
  openTicket,
  Problem,
  readAbsence,
  sendAbsence,
  sendLink,
  sentence,
} from './api.js'
import { linkNonce, ticketHash } from './digest.js'
import { announce, byId, el } from './dom.js'
import { currentSession, loadSettings, signed, signOut } from './session.js'
import { askWho } from './sign-in.js'
import { inert } from './text.js'

const settings = await loadSettings()
/** @type {string | undefined} */
let ticket = location.hash.slice(1) || undefined
/** @type {{ channel: string, account: string } | undefined} */
let offer
// Out of the address, and so out of the history: whoever looks over a shoulder later finds nothing.
history.replaceState(null, '', location.pathname)

byId('deployment').textContent = settings.deployment
byId('demo-banner').hidden = !settings.isDemo
byId('sign-out').addEventListener('click', () => {
  signOut()
  start()
})
byId('offer-cancel').addEventListener('click', () => dropOffer())
byId('offer-send').addEventListener('click', () => busy('offer-send', confirm))
byId('absence-send').addEventListener('click', () => busy('absence-send', leave))
byId('absence-end').addEventListener('click', () => busy('absence-end', comeBack))
await start()

async function start() {
  const session = currentSession()
  const isIn = session !== undefined
  byId('sign-in').hidden = isIn
  byId('sheet').hidden = !isIn
  byId('sign-out').hidden = !isIn
  byId('person').textContent = session?.name ?? ''
  if (!isIn) return askWho(settings, start)
  byId('offer-person').replaceChildren(inert(`you (${session.name})`))
  await guarded(async () => {
    await showAccounts()
    showAbsence(await readAbsence())
    await showOffer()
  })
}

async function showOffer() {
  byId('offer').hidden = true
  if (ticket === undefined) return
  offer = await openTicket(ticket)
  byId('offer-channel').replaceChildren(inert(offer.channel))
  byId('offer-account').replaceChildren(inert(offer.account))
  byId('offer-token-part').hidden = settings.isDemo
  byId('offer-nonce').textContent = await nonceOf(ticket, offer.account)
  byId('offer').hidden = false
  byId('offer-title').focus()
}

/** From what is on the screen. @param {string} secret @param {string} account */
async function nonceOf(secret, account) {
  return linkNonce({ account, link: await ticketHash(secret) })
}

async function confirm() {
  if (ticket === undefined || offer === undefined) return
  const { account } = offer
  const token = await signed(settings, field('offer-token').value, await nonceOf(ticket, account))
  await sendLink(ticket, token)
  dropOffer()
  await showAccounts()
  announce('The account is linked to you.')
  byId('accounts-title').focus()
}

function dropOffer() {
  ticket = undefined
  offer = undefined
  byId('offer').hidden = true
}

async function showAccounts() {
  const { accounts } = await listLinks()
  byId('accounts-empty').hidden = accounts.length > 0
  byId('accounts').replaceChildren(
    ...accounts.map(({ channel, account, untilMs }) => {
      const drop = el('button', { type: 'button' }, 'Let go')
      drop.addEventListener('click', () => letGo(account))
      const until = new Date(untilMs).toLocaleDateString('en')
      return el('li', {}, inert(`${channel}: ${account}`), ` until ${until} `, drop)
    }),
  )
}

/** @param {string} account */
async function letGo(account) {
  await guarded(async () => {
    await endLink(account)
    await showAccounts()
    announce('The account is nobody’s any more.')
    byId('accounts-title').focus()
  })
}

async function leave() {
  const until = new Date(field('absence-until').value)
  if (Number.isNaN(until.getTime())) throw new Error('Say until when.')
  const delegate = field('absence-delegate').value.trim()
  if (delegate === '') throw new Error('Say who is asked instead.')
  showAbsence(await sendAbsence(delegate, until.toISOString()))
  announce('You are not asked until then.')
}

async function comeBack() {
  showAbsence(await endAbsence())
  announce('You are asked again.')
}

/** @param {import('./api.js').Absence} answer */
function showAbsence({ absence }) {
  byId('absence-form').hidden = absence !== null
  byId('absence-send').hidden = absence !== null
  byId('absence-end').hidden = absence === null
  byId('absence-now').replaceChildren(
    absence === null
      ? 'You are asked yourself.'
      : inert(
          `${absence.delegate} is asked until ${new Date(absence.untilMs).toLocaleString('en')}.`,
        ),
  )
}

/** @param {string} id @param {() => Promise<void>} act */
async function busy(id, act) {
  const button = /** @type {HTMLButtonElement} */ (byId(id))
  if (button.disabled) return
  button.disabled = true
  await guarded(act)
  button.disabled = false
}

/** @param {() => Promise<void>} act */
async function guarded(act) {
  byId('problem').textContent = ''
  try {
    await act()
  } catch (error) {
    if (error instanceof Problem && error.status === 401 && error.code !== 'HP_PERSON_UNPROVEN') {
      signOut()
      return start()
    }
    if (error instanceof Problem && error.code === 'HP_LINK_INVALID') dropOffer()
    byId('problem').replaceChildren(inert(sentence(error)))
  }
}

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id))
