/** Settings of the notifier's process. */
import {
  HttpSettings,
  KafkaSettings,
  LogSettings,
  Path,
  processSettings,
  RedisSettings,
} from '@holdpoint/service'
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false } as const

export const NotifierConfig = Type.Object(
  {
    ...processSettings,
    kafka: KafkaSettings,
    redis: RedisSettings,
    http: HttpSettings,
    log: Type.Optional(LogSettings),
    files: Type.Object(
      {
        ...{ trust: Path, directory: Path },
        /** Tells the page who may freeze and thaw; without it the gate tells whoever tries. */
        policy: Type.Optional(Path),
        /** Where people are asked beside the console. */
        channels: Type.Optional(Path),
      },
      strict,
    ),
    keys: Type.Object(
      {
        /** Private Ed25519 JWK: signs the commands that this service writes. */
        notifier: Path,
      },
      strict,
    ),
    console: Type.Object(
      {
        /** Issuer of the trust file at whose address people sign in. */
        issuer: Type.String({ pattern: '^https?://' }),
        /** The demo's issuer asks for no password; the page says so. */
        demo: Type.Optional(Type.Boolean()),
      },
      strict,
    ),
  },
  strict,
)
export type NotifierConfig = Static<typeof NotifierConfig>
