/** What the redaction engine is measured on: log lines and actions of its own making, the same for the same seed. */

const given = 'Anna Piotr Chidi Mei Lars Fatima Diego Yuki Priya Tomás Ingrid Omar'.split(' ')
const family = 'Novak Okafor Lindqvist Haddad Moreau Tanaka Iyer Castillo Berg Weiss'.split(' ')
const hosts = 'api worker-3 gateway ledger-7f9c mailer scheduler'.split(' ')
const levels = 'INFO INFO INFO DEBUG WARN ERROR'.split(' ')
const events = [
  'request finished',
  'cache miss, reading from store',
  'retry scheduled after timeout',
  'consumer group rebalanced',
  'upload completed',
  'rate limit reached for tenant',
  'connection reset by peer',
]
const notes = [
  'The parcel arrived on Tuesday, but two of the six cups were broken and the box was open.',
  'Please move the appointment to the second week of May, in the morning if that is possible.',
  'Invoice 2026-0417 was paid twice; the customer asks for the difference by bank transfer.',
  'They would like the replacement sent to the office instead of the address on the order.',
]

export interface Load {
  /** Log lines, and actions as they come in. */
  readonly items: readonly (string | object)[]
  /** The same as text: what patterns are run over. */
  readonly texts: readonly string[]
  readonly bytes: number
}

/** Half log lines, half actions, about so many characters. */
export function mixedLoad(chars: number, seed = 1): Load {
  const random = randomOf(seed)
  const items: (string | object)[] = []
  const texts: string[] = []
  let ofLines = 0
  let ofActions = 0
  while (ofLines + ofActions < chars) {
    const isLine = ofLines <= ofActions
    const item = isLine ? logLine(random) : action(random)
    const text = typeof item === 'string' ? item : JSON.stringify(item)
    items.push(item)
    texts.push(text)
    if (isLine) ofLines += text.length
    else ofActions += text.length
  }
  return { items, texts, bytes: ofLines + ofActions }
}

/** Actions of about the size, for latency. */
export function actionsOf(chars: number, count: number, seed = 2): object[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, () => {
    const one = action(random)
    const lines: string[] = []
    const size = () => JSON.stringify({ ...one, lines }).length
    while (size() < chars) lines.push(pick(random, notes))
    return { ...one, lines }
  })
}

type Random = (below: number) => number

/** A linear congruential generator (Numerical Recipes): enough for variety. */
function randomOf(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function pick(random: Random, from: readonly string[]): string {
  return from[random(from.length)] ?? ''
}

function logLine(random: Random): string {
  const time = `2026-0${1 + random(9)}-1${random(10)}T0${random(10)}:${10 + random(50)}:${10 + random(50)}.${100 + random(900)}Z`
  const head = `${time} ${pick(random, levels)} [${pick(random, hosts)}] `
  const id = (random(2 ** 31) + 2 ** 31).toString(16)
  const trace = `trace=${id}${id} status=${pick(random, ['200', '204', '404', '503'])} durationMs=${random(900)}`
  const rest = [
    trace,
    `order ${100_000 + random(900_000)} bytes=${random(90_000)} ${trace}`,
    `client ${11 + random(80)}.${random(256)}.${random(256)}.${1 + random(250)} ${trace}`,
    `user ${pick(random, given).toLowerCase()}.${random(99)}@example.com ${trace}`,
  ][random(4) && random(4)]
  return `${head}${pick(random, events)} ${rest ?? trace}`
}

function action(random: Random): object {
  const name = `${pick(random, given)} ${pick(random, family)}`
  const mail = `${name.toLowerCase().replace(' ', '.')}@example.org`
  return {
    type: pick(random, ['payments.refund', 'crm.update', 'mail.send']),
    agent: { id: 'support', run: `run-${random(1000)}` },
    target: { system: 'shop', resource: `orders/${100_000 + random(900_000)}` },
    params: {
      order: 100_000 + random(900_000),
      amount: random(90_000) / 100,
      currency: 'EUR',
      customer: { name, email: mail, phone: `+49 30 ${1_000_000 + random(8_999_999)}` },
      lines: Array.from({ length: 1 + random(4) }, () => ({
        sku: `CUP-${random(400)}`,
        quantity: 1 + random(5),
        unitPrice: random(9000) / 100,
      })),
      note: `${name} writes: ${pick(random, notes)} ${pick(random, notes)}`,
    },
    justification: pick(random, notes),
  }
}
