/** npm run slack-manifest: what Slack must be told of the app, as JSON to paste. */

import { parseArgs } from 'node:util'
import { slackManifest } from '@holdpoint/notifier'

const usage = `npm run --silent slack-manifest -- [options]

Prints the manifest of the Slack app. Paste it at https://api.slack.com/apps, "Create New App", "From a manifest".

  --name NAME      of the app, as people see it (default: Holdpoint)
  --url URL        where Slack reaches the notifier, with https: presses come over HTTP (default: Socket Mode)
  --channel NAME   of the channel in the file of channels, for the address (default: slack)
  --email          read the addresses of people, where accounts are known by them
  --org            for an organisation of many workspaces
`

/** Slack's limit on names of apps. */
const nameCharsMax = 35

const options = {
  name: { type: 'string', default: 'Holdpoint' },
  url: { type: 'string' },
  channel: { type: 'string', default: 'slack' },
  email: { type: 'boolean', default: false },
  org: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

process.exitCode = main()

function main(): number {
  const values = readArguments()
  if (values?.help) {
    process.stdout.write(usage)
    return 0
  }
  const isNamed = values !== undefined && values.name !== '' && values.name.length <= nameCharsMax
  const isReachable = values?.url === undefined || /^https:\/\/[^\s/]+$/.test(values.url)
  if (!isNamed || !isReachable) {
    process.stderr.write(usage)
    return 2
  }
  const { name, url, channel, email: readsEmail, org: isForOrganisation } = values
  const address = url === undefined ? {} : { requestUrl: `${url}/slack/${channel}` }
  const manifest = slackManifest({ name, ...address, readsEmail, isForOrganisation })
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`)
  return 0
}

/** Undefined, and said why, where an argument is none of these. */
function readArguments() {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n`)
    return undefined
  }
}
