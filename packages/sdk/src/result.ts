/** The agent's own result, where policy clears it: opened by the unsealing role, and checked to be the one of which the agent was shown the masked view. */
import {
  type ActionId,
  type ActionSettled,
  check,
  HoldpointError,
  Outcome,
  parseJson,
  recordBytesMax,
  recordDepthMax,
} from '@holdpoint/contracts'
import type { Identity } from './identity.ts'
import { persist } from './persist.ts'
import { presents } from './presents.ts'
import type { AgentTransport, Query } from './transport.ts'

/** How long asking goes on through restarts of the other side. */
const askWaitMs = 30_000

/** Throws HP_NOT_ENTITLED where there is nothing that this agent may have unsealed, or not any more; HP_SEAL_INVALID where it is another's result. */
export async function unsealedResult(
  identity: Identity,
  transport: AgentTransport,
  query: Query,
): Promise<unknown> {
  const { surroundings } = identity
  const untilMs = surroundings.nowMs() + askWaitMs
  const settled = await persist(() => endOf(transport, query), { untilMs, surroundings })
  const { cleared, result } = settled
  if (!cleared)
    throw refuse('policy has not cleared this result for its agent, or its time is over')
  const { sealed, receipt, claimId } = cleared
  const open = () =>
    transport.unseal({
      ...{ sealed, receipt },
      proof: identity.request(query.id, 'unseal', { claim: claimId }),
    })
  return readResult(await persist(open, { untilMs, surroundings }), query.id, result)
}

async function endOf(transport: AgentTransport, query: Query): Promise<ActionSettled> {
  const standing = await transport.look(query, 0)
  if (standing?.kind === 'settled') return standing.settled
  throw refuse('the action has not ended')
}

/** `bytes`: what the unsealing role gave, the JCS of `{outcome, salt, proof}`. */
function readResult(bytes: Uint8Array, id: ActionId, masked: unknown): unknown {
  const opened = parseJson(bytes, { bytesMax: recordBytesMax, depthMax: recordDepthMax })
  const { outcome } = (opened ?? {}) as { outcome?: unknown }
  const { actionId, result } = check(Outcome, outcome, '/outcome')
  if (actionId !== id || !presents(result, masked)) {
    throw new HoldpointError('HP_SEAL_INVALID', { rule: 'is not the result that was shown' })
  }
  return result
}

const refuse = (rule: string): HoldpointError => new HoldpointError('HP_NOT_ENTITLED', { rule })
