/** Settings of the two roles. */
import { KafkaSettings, Path, processSettings } from '@holdpoint/service'
import Type, { type Static } from 'typebox'
import { OpinionConfig } from './opinion-config.ts'

const strict = { additionalProperties: false } as const
/** Each holds the engine's tables once more; beyond this, another process in the group serves better. */
const workersMax = 32

export const SealingConfig = Type.Object(
  {
    ...processSettings,
    kafka: KafkaSettings,
    files: Type.Object(
      {
        trust: Path,
        directory: Path,
        /** The operator's detectors, and what placeholders may show. Default: none, and nothing. */
        detection: Type.Optional(Path),
      },
      strict,
    ),
    keys: Type.Object(
      {
        /** Shared with the gate: authenticates what this role writes. */
        mac: Path,
        /** Makes the tags of placeholders. */
        tags: Path,
        /** Makes the salts of digests. */
        salts: Path,
      },
      strict,
    ),
    /** `strict` masks what `balanced` only suspects. Default `balanced`. */
    profile: Type.Optional(Type.Union([Type.Literal('balanced'), Type.Literal('strict')])),
    /** Asked about every longer text of a payload. Default: nobody is. */
    secondOpinion: Type.Optional(OpinionConfig),
    /** Threads that check, mask and seal. Default: one less than the cores, four at most; 0: none, the main thread does it. */
    workers: Type.Optional(Type.Integer({ minimum: 0, maximum: workersMax })),
  },
  strict,
)
export type SealingConfig = Static<typeof SealingConfig>

export const UnsealingConfig = Type.Object(
  {
    ...processSettings,
    files: Type.Object({ trust: Path }, strict),
    keys: Type.Object(
      {
        /** Private X25519 or P-256 JWK, or a list of them: the present one and former ones. */
        unseal: Path,
      },
      strict,
    ),
  },
  strict,
)
export type UnsealingConfig = Static<typeof UnsealingConfig>
