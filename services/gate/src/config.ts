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
const Limit = Type.Integer({ minimum: 1 })

export const GateConfig = Type.Object(
  {
    ...processSettings,
    kafka: KafkaSettings,
    redis: RedisSettings,
    http: HttpSettings,
    /** Open actions (held, approved or claimed) that the deployment takes in; see room.ts. */
    limits: Type.Optional(
      Type.Object({ openPerAgentMax: Type.Optional(Limit), openMax: Type.Optional(Limit) }, strict),
    ),
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
