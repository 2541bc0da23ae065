/** Slack among the kinds of channels: from settings and secrets to a channel that has connected to nothing yet. */
import { HoldpointError } from '@holdpoint/contracts'
import type { ChannelKind } from '../kind.ts'
import { SlackSettings } from './config.ts'
import { SlackChannel } from './slack.ts'

export const slackKind: ChannelKind<typeof SlackSettings> = {
  kind: 'slack',
  settings: SlackSettings,
  async open(settings, deps) {
    const { name, secret } = deps
    const refuse = (field: string, rule: string) =>
      new HoldpointError('HP_CONFIG', { file: `channel ${name}`, field: `settings/${field}`, rule })
    if (settings.channel === undefined && !settings.direct) {
      throw refuse('channel', 'must be given, or direct: true')
    }
    if ((settings.appToken === undefined) === (settings.signingSecret === undefined)) {
      throw refuse('appToken', 'must be given, or signingSecret; not both')
    }
    const { botToken, appToken, signingSecret } = settings
    return new SlackChannel({
      ...{ ...deps, settings, botToken: await secret(botToken) },
      ...(appToken === undefined ? {} : { appToken: await secret(appToken) }),
      ...(signingSecret === undefined ? {} : { signingSecret: await secret(signingSecret) }),
    })
  },
}
