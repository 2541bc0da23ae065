/**
 * Personal data and secrets to plant: one table. Nobody's: mail domains and numbers are made up, and secrets are made from a hash, in pieces, so that no scanner
 * of repositories takes them for real ones.
 */
import { createHash } from 'node:crypto'

const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** Shorter pieces would be found in random ids now and then. */
const pieceChars = 8

export interface Planted {
  readonly name: string
  readonly value: string
  /** Random throughout: any piece of it gives something away. */
  readonly isSecret?: true
}

/** Characters that look random and are the same in every run. */
function chars(name: string, count: number, alphabet = base62): string {
  let text = ''
  for (let round = 0; text.length < count; round += 1) {
    const digest = createHash('sha256').update(`planted ${name} ${round}`).digest()
    text += [...digest].map((byte) => alphabet[byte % alphabet.length]).join('')
  }
  return text.slice(0, count)
}

const upper36 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const secret = (name: string, value: string): Planted => ({ name, value, isSecret: true })

export const email = { name: 'e-mail address', value: 'mara.quellworth@bluefern-mail.example' }
export const otherEmail = {
  name: 'second e-mail address',
  value: 'ottokar_venn@post.tarnow.example',
}
export const card = { name: 'card number', value: '4539 1488 0343 6467' }
export const iban = { name: 'IBAN', value: 'DE89 3704 0044 0532 0130 00' }
export const phone = { name: 'phone number', value: '+49 30 9018 2774' }
export const aws = secret('AWS key', `AKIA${chars('aws', 16, upper36)}`)
export const github = secret('GitHub token', `${'gh'}p_${chars('github', 36)}`)
export const stripe = secret('Stripe key', `${'sk'}_live_${chars('stripe', 24)}`)
export const urlPassword = secret('password in a URL', chars('url password', 18))
export const hinted = secret('password under a telling key', chars('hinted', 14))
export const apiKey = secret('key under a telling key', chars('api key', 32))
export const jwt = secret(
  'JWT',
  `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: chars('subject', 20) })}.${chars('jwt', 43)}`,
)
export const privateKey = secret(
  'private key',
  [
    `-----BEGIN ${'PRIVATE'} KEY-----`,
    ...Array.from({ length: 6 }, (_, line) => chars(`pem ${line}`, 64)),
    `-----END ${'PRIVATE'} KEY-----`,
  ].join('\n'),
)
export const typedSecret = secret('secret that a person types', `${'gh'}p_${chars('typed', 36)}`)
export const resultEmail = {
  name: 'e-mail address in a result',
  value: 'lene.arkwell@hollin.example',
}
export const resultSecret = secret('secret in a result', `${'gh'}p_${chars('result', 36)}`)

/** What a payload holds. */
const inParams = [
  ...[email, otherEmail, card, iban, phone, aws, github, stripe, urlPassword, hinted, apiKey],
  ...[jwt, privateKey],
]
const inResults = [resultEmail, resultSecret]
export const planted: readonly Planted[] = [...inParams, ...inResults, typedSecret]
export { inParams, inResults }

/** Everything, in every kind of place that a payload has. */
export function plantedParams(): Record<string, unknown> {
  return {
    customer: {
      contacts: [
        { how: 'mail', where: email.value },
        { how: 'call', where: phone.value },
      ],
    },
    note: `Refund to card ${card.value}, else to ${iban.value}; questions to ${otherEmail.value}.`,
    [github.value]: 'a secret as a key',
    people: { [email.value]: { role: 'owner' } },
    body: JSON.stringify({ inner: { to: otherEmail.value, account: iban.value, key: aws.value } }),
    encoded: Buffer.from(JSON.stringify({ key: stripe.value, mail: email.value })).toString(
      'base64',
    ),
    link: `https://shop.example/pay?mail=${encodeURIComponent(email.value)}&key=${stripe.value}`,
    source: `postgres://ledger:${urlPassword.value}@db.internal:5432/books`,
    headers: { Authorization: `Bearer ${jwt.value}` },
    config: `api_key = "${apiKey.value}"\nregion = "eu"`,
    password: hinted.value,
    apiKey: apiKey.value,
    pem: privateKey.value,
    list: [[[[aws.value]]], [card.value.replaceAll(' ', '')], [iban.value.replaceAll(' ', '')]],
  }
}

export function plantedResult(): Record<string, unknown> {
  return {
    refund: 're_1842',
    to: { mail: resultEmail.value },
    trace: `token=${resultSecret.value}`,
    [resultEmail.value]: JSON.stringify({ token: resultSecret.value, mail: email.value }),
  }
}

export interface Needle {
  readonly name: string
  readonly text: string
}

/** What to look for: the value, without its spaces, each piece of a secret, and plain hashes, which give away what can be guessed. Lower case. */
export function needlesOf(values: readonly Planted[]): Needle[] {
  return values.flatMap(({ name, value, isSecret }) => {
    const texts = [value, value.replaceAll(/\s/g, ''), ...hashesOf(value)]
    if (isSecret) texts.push(...piecesOf(value))
    return [...new Set(texts.map((text) => text.toLowerCase()))].map((text) => ({ name, text }))
  })
}

function hashesOf(value: string): string[] {
  const forms = [value, JSON.stringify(value), value.replaceAll(/\s/g, '')]
  return forms.flatMap((form) => {
    const digest = createHash('sha256').update(form).digest()
    return [digest.toString('hex'), digest.toString('base64url'), digest.toString('base64')]
  })
}

/** Without what every value of its kind has: prefixes, armour, JSON that begins each token. */
function piecesOf(value: string): string[] {
  const body = value
    .replaceAll(/-----[A-Z ]+-----|^eyJ[\w-]+\.|eyJ[\w-]{9}|^[a-z]{2,3}_(?:live_)?|^AKIA/g, '')
    .split(/[\n.]/)
  return body.flatMap((run) =>
    Array.from({ length: Math.max(0, run.length - pieceChars + 1) }, (_, at) =>
      run.slice(at, at + pieceChars),
    ),
  )
}
