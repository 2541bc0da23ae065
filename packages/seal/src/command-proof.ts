/** What a service signs over a command that it writes for somebody: the notifier over votes and revocations. Travels in `hpproof`. */
import { canonicalize, DigestSchema, digestBytes, freezeKey, strict } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { isWithinSkew, jwsTypes, refuseProof, Statement, seconds } from './jws.ts'
import type { KeyOf, Signer } from './key.ts'
import type { CheckSignature } from './signature.ts'

const CommandClaims = strict({
  aud: Type.String(),
  iat: Type.Integer({ minimum: 0 }),
  /** Command id. */
  id: Type.String({ minLength: 1, maxLength: 256 }),
  /** Action id, or what the command is about instead. */
  sub: Type.String({ minLength: 1, maxLength: 64 }),
  type: Type.String(),
  /** sha256 over the JCS of the command. */
  digest: DigestSchema,
})
const statement = new Statement<Static<typeof CommandClaims>>(jwsTypes.command, CommandClaims)

interface CommandParts {
  readonly deployment: string
  readonly commandId: string
  /** Event type, e.g. `dev.holdpoint.command.vote.v1`. */
  readonly type: string
  /** One without an action freezes or thaws, or says what it is about itself. */
  readonly command: Readonly<Record<string, unknown>>
  /** What it is about, where that is no action and no freeze. */
  readonly subject?: string
}

export function signCommand(
  signer: Signer,
  given: CommandParts & { readonly nowMs: number },
): string {
  return statement.sign(signer, {
    aud: given.deployment,
    iat: seconds(given.nowMs),
    id: given.commandId,
    sub: subjectOf(given),
    type: given.type,
    digest: digestBytes(Buffer.from(canonicalize(given.command))),
  })
}

/** Throws HP_PROOF_INVALID. `keyOf`: keys of the services that may write this command; `atMs`: append time of the record. */
export function verifyCommand(
  proof: string,
  known: CommandParts & {
    readonly atMs: number
    readonly keyOf: KeyOf
    readonly checkSignature?: CheckSignature
  },
): { readonly keyId: string } {
  const refuse = refuseProof('hpproof')
  const { keyOf, atMs, checkSignature } = known
  const { claims, key } = statement.verify(proof, keyOf, atMs, refuse, checkSignature)
  const digest = digestBytes(Buffer.from(canonicalize(known.command)))
  if (claims.aud !== known.deployment) throw refuse('is for another deployment')
  if (claims.id !== known.commandId) throw refuse('is for another command')
  if (claims.type !== known.type) throw refuse('is for another type of command')
  if (claims.sub !== subjectOf(known)) throw refuse('is about another action')
  if (claims.digest !== digest) throw refuse('is over another command')
  if (!isWithinSkew(claims.iat, atMs)) throw refuse('was signed at another time')
  return { keyId: key.kid }
}

function subjectOf({ command: { actionId }, subject = freezeKey }: CommandParts): string {
  return typeof actionId === 'string' ? actionId : subject
}
