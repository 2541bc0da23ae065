/**
 * A real SMTP server that keeps what it is sent, as a mail relay would: STARTTLS, a login, and answers that a test chooses. Mails are given as they came over the
 * wire, and taken apart by the rules of MIME without the help of the library that made them.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { selfSigned } from './certificate.ts'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** As sent, in ASCII and CRLF. */
  readonly raw: string
  /** By lower-case name, unfolded; the first of each. Encoded words as they are. */
  readonly headers: ReadonlyMap<string, string>
  /** Names of all headers, in order, repeats included. */
  readonly headerNames: readonly string[]
  /** Decoded, by content type. */
  readonly parts: ReadonlyMap<string, string>
}

export interface Mailbox {
  readonly port: number
  /** PEM of the only authority that its certificate is of. */
  readonly ca: string
  readonly user: { readonly username: string; readonly password: string }
  readonly mails: readonly ReceivedMail[]
  /** An SMTP reply for the next mails instead of taking them; undefined: take them. */
  refusal: { readonly code: number; readonly text: string } | undefined
  stop(): Promise<void>
}

/** `port`: a former one, to come back where it was. */
export async function mailbox({
  port = 0,
  certificate = selfSigned(),
  user = { username: 'holdpoint', password: 'relay-password' },
} = {}): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    ...{ key: certificate.key, cert: certificate.cert, logger: false, authOptional: false },
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, callback) => {
      const isRight = username === user.username && password === user.password
      if (isRight) callback(null, { user: user.username })
      else callback(Object.assign(new Error('bad credentials'), { responseCode: 535 }))
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { refusal } = box
        if (refusal !== undefined) {
          callback(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
          return
        }
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        const to = rcptTo.map(({ address }) => address)
        mails.push({ from, to, ...takeApart(Buffer.concat(chunks).toString('latin1')) })
        callback()
      })
    },
  })
  server.on('error', () => undefined)
  const listening = server.listen(port, '127.0.0.1')
  await once(listening, 'listening')
  const box: Mailbox = {
    port: (listening.address() as AddressInfo).port,
    ca: certificate.cert,
    user,
    mails,
    refusal: undefined,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return box
}

/** RFC 5322 and 2045, as far as an honest mail goes. */
export function takeApart(raw: string): Omit<ReceivedMail, 'from' | 'to'> {
  const { fields, body } = split(raw)
  const headers = new Map(fields.toReversed())
  const type = headers.get('content-type') ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  const parts = new Map<string, string>()
  if (boundary === undefined) parts.set(...partOf(headers, body))
  else {
    for (const section of body.split(`--${boundary}`).slice(1, -1)) {
      const part = split(section.replace(/^\r\n/, ''))
      parts.set(...partOf(new Map(part.fields), part.body))
    }
  }
  return { raw, headers, headerNames: fields.map(([name]) => name), parts }
}

function split(text: string): { fields: (readonly [string, string])[]; body: string } {
  const end = text.indexOf('\r\n\r\n')
  const head = text.slice(0, end).replace(/\r\n[ \t]+/g, ' ')
  const fields = head.split('\r\n').map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return { fields, body: text.slice(end + 4) }
}

function partOf(headers: ReadonlyMap<string, string>, body: string): [type: string, text: string] {
  const [type = ''] = (headers.get('content-type') ?? 'text/plain').split(';')
  const encoding = headers.get('content-transfer-encoding') ?? '7bit'
  return [type.trim(), decode(body, encoding).toString('utf8')]
}

function decode(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1')
  const joined = body.replace(/=\r\n/g, '')
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
