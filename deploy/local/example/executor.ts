/** An executor: runs what was approved, once, and nothing else. Run it beside npm start. */
import { readFileSync } from 'node:fs'
import { ActionFailed, httpTransport, parseTrust, runExecutor } from '@holdpoint/sdk'

const dir = process.env['HOLDPOINT_DIR'] ?? '.holdpoint/demo'
const url = process.env['HOLDPOINT_URL'] ?? 'http://127.0.0.1:4680'

await runExecutor({
  id: 'mail',
  key: JSON.parse(readFileSync(`${dir}/keys/executor-mail.jwk`, 'utf8')),
  audiences: ['mail'],
  trust: parseTrust(readFileSync(`${dir}/trust.yaml`, 'utf8')),
  transport: httpTransport({ url }),
  actions: {
    'mail.send': {
      run: async ({ params }, { begin, effectKey }) => {
        const { to, text } = params as { to: string; text: string }
        if (!to.includes('@')) throw new ActionFailed('no-address') // surely nothing happened
        begin() // from here on, doubt means unknown, never "try again"
        process.stdout.write(`sending ${text.length} characters to ${to}, once (${effectKey})\n`)
        return { sentTo: to }
      },
    },
  },
})
