// @ts-check
/** Asks who is there. Nothing here proves anything: the notifier checks every token. */
import { byId, el } from './dom.js'
import { demoPeople, keep, signInDemo } from './session.js'

/**
 * @param {import('./session.js').Settings} settings
 * @param {() => Promise<void>} onIn
 */
export async function askWho(settings, onIn) {
  const people = byId('people')
  people.replaceChildren()
  byId('sign-in-problem').textContent = ''
  try {
    people.append(
      ...(settings.isDemo ? await demoChoice(settings, onIn) : tokenField(settings, onIn)),
    )
  } catch (error) {
    byId('sign-in-problem').textContent = error instanceof Error ? error.message : ''
  }
}

/** @param {import('./session.js').Settings} settings @param {() => Promise<void>} onIn */
async function demoChoice(settings, onIn) {
  return (await demoPeople(settings)).map(({ subject, name }) =>
    el(
      'button',
      { type: 'button', class: 'who', onclick: () => enter(signInDemo(settings, subject), onIn) },
      name,
    ),
  )
}

/** @param {import('./session.js').Settings} settings @param {() => Promise<void>} onIn */
function tokenField({ issuer }, onIn) {
  const field = el('textarea', { id: 'login-token', rows: '4', spellcheck: 'false' })
  const submit = () =>
    enter(
      Promise.resolve().then(() => keep(field.value.trim())),
      onIn,
    )
  return [
    el('label', { for: 'login-token' }, `ID token of ${issuer}`),
    field,
    el('button', { type: 'button', class: 'who', onclick: submit }, 'Sign in'),
  ]
}

/** @param {Promise<unknown>} signingIn @param {() => Promise<void>} onIn */
async function enter(signingIn, onIn) {
  try {
    await signingIn
    await onIn()
  } catch (error) {
    byId('sign-in-problem').textContent =
      error instanceof Error ? error.message : 'That did not work.'
  }
}
