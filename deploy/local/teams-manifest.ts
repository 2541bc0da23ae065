/** npm run teams-manifest: the app package that an administrator uploads to Teams. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { teamsPackage } from '@holdpoint/notifier'

const usage = `npm run --silent teams-manifest -- --app ID --page URL --developer NAME [options]

Writes the app package for Microsoft Teams: manifest and icons in one ZIP. Upload it in the Teams admin center, "Manage apps".

  --app ID           application (client) id of the bot
  --page URL         where people reach the console, with https:
  --developer NAME   your organisation, as people see it (32 characters at most)
  --privacy URL      your pages, shown beside the app (default: the console)
  --terms URL
  --version X.Y.Z    goes up with every change of the package (default: 1.0.0)
  --out FILE         default: holdpoint-teams.zip
`

const options = {
  app: { type: 'string', default: '' },
  page: { type: 'string', default: '' },
  developer: { type: 'string', default: '' },
  privacy: { type: 'string' },
  terms: { type: 'string' },
  version: { type: 'string', default: '1.0.0' },
  out: { type: 'string', default: 'holdpoint-teams.zip' },
  help: { type: 'boolean', default: false },
} as const
const web = /^https:\/\/[^\s/]+(\/\S*)?$/
/** What Teams' manifest takes. */
const shapes = {
  app: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  ...{ page: web, privacy: web, terms: web },
  developer: /^\S(.{0,30}\S)?$/,
  version: /^\d{1,5}\.\d{1,5}\.\d{1,5}$/,
  out: /\S/,
} as const

process.exitCode = main()

function main(): number {
  const values = readArguments()
  if (values?.help) {
    process.stdout.write(usage)
    return 0
  }
  if (values === undefined) return 2
  const { app: appId, page: consoleUrl, developer, version, out } = values
  const { privacy: privacyUrl = consoleUrl, terms: termsUrl = consoleUrl } = values
  const given: Record<string, string | boolean> = {
    ...values,
    privacy: privacyUrl,
    terms: termsUrl,
  }
  const wrong = Object.entries(shapes).find(
    ([name, shape]) => !shape.test(String(given[name] ?? '')),
  )
  if (wrong !== undefined) {
    process.stderr.write(`--${wrong[0]} is missing or wrong\n\n${usage}`)
    return 2
  }
  const named = { appId, consoleUrl, developer, version }
  writeFileSync(out, teamsPackage({ ...named, privacyUrl, termsUrl }))
  process.stdout.write(`${out}\n`)
  return 0
}

/** Undefined, and said why, where an argument is none of these. */
function readArguments() {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return undefined
  }
}
