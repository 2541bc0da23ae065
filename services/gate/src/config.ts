/** Settings of the gate. */
import {
  HttpSettings,
  KafkaSettings,
  Path,
  processSettings,
  RedisSettings,
} from '@holdpoint/service'
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false } as const

export const GateConfig = Type.Object(
  {
    ...processSettings,
    kafka: KafkaSettings,
    redis: RedisSettings,
    http: HttpSettings,
    files: Type.Object({ policy: Path, directory: Path, trust: Path }, strict),
    keys: Type.Object(
      {
        /** Signs facts, grants and receipts: JWK, Ed25519. */
        signing: Path,
        /** Shared with the redactor; authenticates what it writes. */
        redactor: Path,
        /** Authenticates states in Redis and in the changelog. */
        state: Path,
        /** Salts of views. */
        salt: Path,
      },
      strict,
    ),
  },
  strict,
)
export type GateConfig = Static<typeof GateConfig>
