/** Sending over SMTP, and what a relay's answers mean. */

import type { Secret } from '@holdpoint/seal'
import { createTransport } from 'nodemailer'
import type { MailContent } from './render.ts'

/** A relay in reach answers within this; each mail has at most all of them together. */
const connectMsMax = 10_000
const silenceMsMax = 15_000
/** Connections kept open to the relay; it would rather refuse more. */
const connectionsMax = 4

export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` before anything is said (the default), `none` only where nobody else is on the way. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly login?: { readonly username: string; readonly password: Secret }
  /** PEM of authorities that the relay's certificate is of, where it is not a public one. */
  readonly ca?: string
}

export interface Mail extends MailContent {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly atMs: number
  readonly messageId: string
  readonly inReplyTo?: string
  readonly references: readonly string[]
}

/** `refused`: never with this address or these credentials. */
export type Sent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'later'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string }

export interface Mailer {
  send(mail: Mail, signal: AbortSignal): Promise<Sent>
  close(): void
}

export function smtpMailer({ host, port, security, login, ca }: SmtpSettings): Mailer {
  const transport = createTransport({
    ...{ pool: true, host, port, maxConnections: connectionsMax },
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(login === undefined
      ? {}
      : { auth: { user: login.username, pass: login.password.reveal().toString('utf8') } }),
    connectionTimeout: connectMsMax,
    greetingTimeout: connectMsMax,
    socketTimeout: silenceMsMax,
    // Nothing of a mail may name a file or an address to read from.
    ...{ disableFileAccess: true, disableUrlAccess: true, logger: false },
  })
  return {
    send: (mail, signal) => {
      const { promise, resolve } = Promise.withResolvers<Sent>()
      const give = () => resolve({ kind: 'later', code: 'TIMEOUT' })
      signal.addEventListener('abort', give, { once: true })
      if (signal.aborted) give()
      else transport.sendMail(messageOf(mail)).then(() => resolve({ kind: 'sent' }), refuse)
      function refuse(error: unknown): void {
        resolve(meaningOf(error))
      }
      return promise.finally(() => signal.removeEventListener('abort', give))
    },
    close: () => transport.close(),
  }
}

function messageOf(mail: Mail) {
  const { from, to, subject, text, html, messageId, references, inReplyTo, atMs } = mail
  return {
    ...{ from, to: { name: '', address: to }, envelope: { from: from.address, to: [to] } },
    ...{ subject, text, html, messageId, references: [...references], date: new Date(atMs) },
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    // Not to be answered by machines, holiday notices among them. No List-Unsubscribe: nobody signs off from a decision that is theirs.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    xMailer: false as const,
  }
}

/** RFC 5321: replies of the 4xx kind may go better, those of the 5xx kind never. Only the number is kept: texts of relays quote addresses. */
export function meaningOf(error: unknown): Exclude<Sent, { kind: 'sent' }> {
  const { responseCode, code } = (error ?? {}) as { responseCode?: unknown; code?: unknown }
  if (typeof responseCode === 'number' && responseCode >= 400 && responseCode < 600) {
    const kind = responseCode >= 500 ? 'refused' : 'later'
    return { kind, code: `SMTP_${responseCode}` }
  }
  if (code === 'EAUTH') return { kind: 'refused', code: 'SMTP_LOGIN' }
  return {
    kind: 'later',
    code: code === 'ETIMEDOUT' ? 'TIMEOUT' : code === 'ETLS' ? 'TLS' : 'CONNECT',
  }
}
