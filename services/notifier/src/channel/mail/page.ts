/** The pages behind the link in a mail. Plain HTML with forms, no script; nothing of the action before a code was typed. Pure. */
import type { Card } from '../../card/card.ts'
import { cardHtml, escapeHtml, fingerprintHtml } from './html.ts'
import { codeDigits } from './ticket.ts'

/** Ties a form to its page: whoever has not loaded the page can't have it. */
export interface Form {
  /** Where the page is, without a slash at its end. */
  readonly path: string
  readonly csrf: string
}

export interface DecideForm extends Form {
  readonly pass: string
  /** What went wrong with the last try. */
  readonly complaint?: string
}

/** All that somebody sees who has nothing but the link, scanners among them. */
export function doorPage(form: Form, signIn: string): string {
  return page('Somebody’s decision is asked for', [
    '<p>To see what it is about, and to decide, show that this mailbox is yours: a code is sent to it.</p>',
    formHtml(form, 'code', '<button type="submit">Send me a code</button>'),
    `<p>Or <a href="${escapeHtml(signIn)}">sign in to the console</a>.</p>`,
  ])
}

export function codePage(form: Form, complaint?: string): string {
  return page('Type the code', [
    complaint === undefined ? '' : `<p role="alert">${escapeHtml(complaint)}</p>`,
    '<p>A code is on its way to the mailbox that the link came to. It is good for ten minutes, once.</p>',
    formHtml(
      form,
      'open',
      `<label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="${codeDigits + 4}"></label>
<button type="submit">Continue</button>`,
    ),
    formHtml(form, 'code', '<button type="submit">Send another code</button>'),
  ])
}

/** The whole card, and what can be done from here. */
export function cardPage(card: Card, { pass, complaint, ...form }: DecideForm): string {
  const { buttons, reasonRequired, presented } = card
  const can = (button: 'approve' | 'deny') => buttons.includes(button)
  const required = reasonRequired ? ' required' : ''
  const fields = [
    hidden('pass', pass),
    hidden('presented', presented),
    `<p><label>Reason <textarea name="reason" maxlength="4096"${required}></textarea></label></p>`,
    can('approve') ? '<button name="verdict" value="approve">Approve</button>' : '',
    can('deny') ? '<button name="verdict" value="deny">Deny</button>' : '',
  ]
  return page('Decide', [
    complaint === undefined ? '' : `<p role="alert">${escapeHtml(complaint)}</p>`,
    cardHtml(card),
    fingerprintHtml(card),
    can('approve') || can('deny') ? formHtml(form, 'decide', fields.join('\n')) : '',
    linkHtml(card.link),
  ])
}

/** What the person is told, and nobody else. */
export function answerPage(title: string, text: string, link?: string): string {
  return page(title, [`<p>${escapeHtml(text)}</p>`, link === undefined ? '' : linkHtml(link)])
}

const linkHtml = (link: string): string =>
  `<p><a href="${escapeHtml(link)}">Open in the console</a></p>`

function formHtml({ path, csrf }: Form, step: string, inner: string): string {
  return `<form method="post" action="${escapeHtml(`${path}/${step}`)}">\n${hidden('csrf', csrf)}\n${inner}\n</form>`
}

const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`

function page(title: string, parts: readonly string[]): string {
  const body = parts.filter((part) => part !== '').join('\n')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/console/console.css"></head>
<body class="mail"><main>
<h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`
}
