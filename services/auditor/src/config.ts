/** Settings of the auditor. */
import { KafkaSettings, Path, processSettings } from '@holdpoint/service'
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false } as const

export const AuditorConfig = Type.Object(
  {
    ...processSettings,
    kafka: KafkaSettings,
    /** Name of the log, for ever: a URL prefix without scheme, where it will be found. It is part of every checkpoint. */
    origin: Type.String({ pattern: '^[^\\s+]{1,200}$' }),
    files: Type.Object(
      {
        trust: Path,
        /** Folder of the log; made where there is none. One auditor per folder. */
        log: Path,
      },
      strict,
    ),
    keys: Type.Object(
      {
        /** Private Ed25519 JWK that signs the log; its public half is in the trust file under services/auditor. */
        auditor: Path,
      },
      strict,
    ),
  },
  strict,
)
export type AuditorConfig = Static<typeof AuditorConfig>
