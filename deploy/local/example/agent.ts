/** An agent: proposes an action and waits for what becomes of it. Run it beside npm start. */
import { readFileSync } from 'node:fs'
import { advice, holdpoint, httpTransport } from '@holdpoint/sdk'

const dir = process.env['HOLDPOINT_DIR'] ?? '.holdpoint/demo'
const url = process.env['HOLDPOINT_URL'] ?? 'http://127.0.0.1:4680'

const agent = holdpoint({
  agent: { id: 'refunds', key: JSON.parse(readFileSync(`${dir}/keys/agent-refunds.jwk`, 'utf8')) },
  deployment: 'urn:holdpoint:demo',
  transport: httpTransport({ url }),
})

const settlement = await agent.run({
  type: 'mail.send',
  target: { system: 'mail', resource: 'customers' },
  params: { to: 'jane.miller@example.com', text: 'Your refund is on its way.' },
  justification: 'the customer asked twice',
})

process.stdout.write(`${JSON.stringify(settlement)}\n${advice[settlement.status]}\n`)
