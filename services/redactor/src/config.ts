/** Settings of the two roles. */
import { KafkaSettings, Path, processSettings } from '@holdpoint/service'
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false } as const

export const SealingConfig = Type.Object(
  {
    ...processSettings,
    kafka: KafkaSettings,
    files: Type.Object({ trust: Path, directory: Path }, strict),
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
