/** The app package that an administrator uploads to Teams: manifest and icons in one ZIP. Asks for a bot and nothing else. */
import { colorIcon, markColor, outlineIcon } from './icon.ts'
import { zip } from './zip.ts'

const schemaVersion = '1.17'

export interface TeamsManifestOptions {
  readonly appId: string
  /** Of the app in Teams; goes up with every change of the package. */
  readonly version: string
  /** The organisation that runs this. */
  readonly developer: string
  /** Where the console is, over HTTPS. */
  readonly consoleUrl: string
  /** What Teams shows beside the app; without them the console. */
  readonly privacyUrl?: string
  readonly termsUrl?: string
}

export function manifestOf(options: TeamsManifestOptions): object {
  const { appId, version, developer, consoleUrl, privacyUrl, termsUrl } = options
  const { host, origin } = new URL(consoleUrl)
  return {
    $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${schemaVersion}/MicrosoftTeams.schema.json`,
    ...{ manifestVersion: schemaVersion, version, id: appId },
    developer: {
      ...{ name: developer.slice(0, 32), websiteUrl: `${origin}/` },
      ...{ privacyUrl: privacyUrl ?? `${origin}/`, termsOfUseUrl: termsUrl ?? `${origin}/` },
    },
    name: { short: 'Holdpoint', full: 'Holdpoint: approvals for what agents do' },
    description: {
      short: 'Approve or deny what an agent wants to do, before it happens.',
      full: 'Shows what an AI agent wants to do, with sensitive values masked, to the people who may decide about it, and carries their decision back. Nothing runs without it.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: `#${markColor.map((value) => value.toString(16).padStart(2, '0')).join('')}`,
    bots: [
      {
        botId: appId,
        scopes: ['team', 'groupChat', 'personal'],
        ...{ supportsFiles: false, isNotificationOnly: false },
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [host],
  }
}

export function teamsPackage(options: TeamsManifestOptions): Buffer {
  const manifest = Buffer.from(`${JSON.stringify(manifestOf(options), null, 2)}\n`)
  return zip([
    { name: 'manifest.json', bytes: manifest },
    { name: 'color.png', bytes: colorIcon() },
    { name: 'outline.png', bytes: outlineIcon() },
  ])
}
