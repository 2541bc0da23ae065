/** `dev.holdpoint.checkpoint.published.v1` on `audit.checkpoints`: how far the log reaches, signed. Written by the auditor; read by anybody who wants to notice a log that shrinks or forks. */
import Type, { type Static } from 'typebox'
import { Count, strict } from '../shapes.ts'

export const checkpointPublished = 'dev.holdpoint.checkpoint.published.v1'

export const CheckpointPublished = strict({
  /** Name of the log. */
  origin: Type.String({ minLength: 1, maxLength: 256 }),
  /** Number of entries. */
  size: Count,
  /** The signed checkpoint (C2SP tlog-checkpoint), byte for byte; believe only what it says under the log's key. */
  checkpoint: Type.String({ maxLength: 64 * 1024 }),
})
export type CheckpointPublished = Static<typeof CheckpointPublished>
