/** Settings of one Slack app in the file of channels. */
import { Path } from '@holdpoint/service'
import Type, { type Static } from 'typebox'

const SlackId = (letters: string) => Type.String({ pattern: `^[${letters}][A-Z0-9]{1,40}$` })

export const SlackSettings = Type.Object(
  {
    /** Workspace whose members may decide here. */
    team: SlackId('T'),
    /** Where the app is installed for an organisation: all of its members may. */
    enterprise: Type.Optional(SlackId('E')),
    /** Slack channel that requests are posted in. The app must be a member. */
    channel: Type.Optional(SlackId('CG')),
    /** Whether everybody who is asked gets a direct message, if their account is linked. */
    direct: Type.Optional(Type.Boolean()),
    /** File with the bot token, `xoxb-…`. */
    botToken: Path,
    /** File with the app-level token, `xapp-…`: Socket Mode. */
    appToken: Type.Optional(Path),
    /** File with the signing secret: requests come over HTTP to `/slack/<name>` instead. */
    signingSecret: Type.Optional(Path),
    /** Another address for Slack's Web API, with a slash at its end. */
    apiUrl: Type.Optional(Type.String({ pattern: '^https?://\\S+/$' })),
  },
  { additionalProperties: false },
)
export type SlackSettings = Static<typeof SlackSettings>
