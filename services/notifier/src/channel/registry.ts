/** Kinds of channels. Whoever adds one writes a `ChannelKind` and names it here. */
import type { ChannelKind } from './kind.ts'
import { mailKind } from './mail/kind.ts'
import { mattermostKind } from './mattermost.ts'
import { slackKind } from './slack/kind.ts'
import { teamsKind } from './teams/kind.ts'
import { webhookKind } from './webhook/kind.ts'

export const channelKinds: readonly ChannelKind[] = [
  ...[mailKind, mattermostKind, slackKind, teamsKind, webhookKind],
]
