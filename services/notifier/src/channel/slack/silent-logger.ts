/** For Slack's clients: their lines quote addresses, tickets and messages. What matters of them comes back as codes. */
import { LogLevel } from '@slack/bolt'

const nothing = (): void => undefined

export const silentLogger = {
  ...{ debug: nothing, info: nothing, warn: nothing, error: nothing },
  ...{ setLevel: nothing, setName: nothing },
  getLevel: () => LogLevel.ERROR,
}
