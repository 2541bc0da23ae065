/** Mail among the kinds of channels: from settings and secrets to a channel that has connected to nothing yet. */
import { randomBytes, randomInt } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'
import { Path } from '@holdpoint/service'
import Type, { type Static } from 'typebox'
import type { ChannelDeps, ChannelKind } from '../kind.ts'
import { isMailbox } from './header.ts'
import { MailChannel, type MailSettings } from './mail.ts'
import { smtpMailer } from './smtp.ts'
import { codeDigits } from './ticket.ts'

const strict = { additionalProperties: false } as const
const tokenBytes = 32
/** The name stands in addresses, where other signs mean something. */
const pathPart = /^[a-z0-9-]{1,40}$/

export const MailFileSettings = Type.Object(
  {
    from: Type.Object(
      {
        address: Type.String({ maxLength: 200 }),
        /** Shown beside the address. */
        name: Type.Optional(Type.String({ pattern: '^[^\\p{Cc}]{1,60}$' })),
      },
      strict,
    ),
    smtp: Type.Object(
      {
        host: Type.String({ minLength: 1, maxLength: 255 }),
        port: Type.Integer({ minimum: 1, maximum: 65_535 }),
        /** `none` sends password and mails as they are: for a relay on the same machine alone. */
        security: Type.Optional(
          Type.Union([Type.Literal('starttls'), Type.Literal('tls'), Type.Literal('none')]),
        ),
        username: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
        /** File with the password. */
        password: Type.Optional(Path),
        /** PEM file with the authorities that the relay's certificate is of. */
        ca: Type.Optional(Path),
      },
      strict,
    ),
    /** Whether masked views may go by mail. Default: headlines only. */
    details: Type.Optional(Type.Boolean()),
    /** Whether a code sent to the mailbox is enough to decide what asks for no more than `chat`. Default: people sign in. */
    codes: Type.Optional(Type.Boolean()),
    /** What the relay takes. */
    perSecondMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  strict,
)
type MailFileSettings = Static<typeof MailFileSettings>

export const mailKind: ChannelKind<typeof MailFileSettings> = {
  kind: 'mail',
  settings: MailFileSettings,
  async open({ from, smtp, details = false, codes = false, perSecondMax }, deps) {
    const { name, page, shelf, time } = deps
    if (codes && !pathPart.test(name))
      throw refuse(name, 'codes', 'want a channel named a-z, 0-9, -')
    if (!isMailbox(from.address)) throw refuse(name, 'from/address', 'must be one mailbox')
    const settings: MailSettings = {
      ...{ name, url: page, isDetailed: details, withCodes: codes },
      from: { name: from.name ?? 'Holdpoint', address: from.address },
      ...(perSecondMax === undefined
        ? {}
        : { rates: [{ per: 'channel', count: perSecondMax, spanMs: 1000 }] }),
    }
    return new MailChannel(settings, {
      mailer: await mailerOf(smtp, deps),
      ...{ shelf, clock: time.clock, timeout: (ms) => AbortSignal.timeout(ms) },
      newToken: () => randomBytes(tokenBytes).toString('base64url'),
      newCode: () => String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0'),
    })
  },
}

async function mailerOf(smtp: MailFileSettings['smtp'], { name, secret }: ChannelDeps) {
  const { host, port, security = 'starttls', username, password, ca } = smtp
  if ((username === undefined) !== (password === undefined)) {
    throw refuse(name, 'smtp/password', 'must be given with a username, and only then')
  }
  const login =
    username === undefined || password === undefined
      ? {}
      : { login: { username, password: await secret(password) } }
  const authorities = ca === undefined ? {} : { ca: (await secret(ca)).reveal().toString('utf8') }
  return smtpMailer({ host, port, security, ...login, ...authorities })
}

const refuse = (name: string, field: string, rule: string) =>
  new HoldpointError('HP_CONFIG', { file: `channel ${name}`, field: `settings/${field}`, rule })
