/** An executor of the library, started again when it ends: what it did, and with which claim, is remembered outside of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ActionId, isHoldpointError } from '@holdpoint/contracts'
import {
  type ExecutorEvent,
  type ExecutorTransport,
  httpTransport,
  runExecutor,
} from '@holdpoint/sdk'
import type { Scene } from './scene.ts'

const againMs = 500
/** Of the library's: each type that policy gives to it. */
const types = ['chaos.allowed', 'chaos.asked', 'chaos.pair']

export interface Ran {
  readonly actionId: ActionId
  readonly claimId: string
  readonly executor: string
}

export async function startExecutor(
  scene: Scene,
  executor: string,
  gate: string,
  signal: AbortSignal,
): Promise<void> {
  const { redactor, unsealer } = scene.at.hp.urls
  const http = httpTransport({ gate, redactor, unseal: unsealer })
  const claims = new Map<ActionId, string>()
  const transport: ExecutorTransport = {
    grants: (session) => http.grants(session),
    extend: (id, request) => http.extend(id, request),
    unseal: (asked) => http.unseal(asked),
    report: (signed) => http.report(signed),
    claim: async (id, request) => {
      const answer = await http.claim(id, request)
      const { claim, receipt } = answer as { claim: { id: string }; receipt: string }
      claims.set(id, claim.id)
      scene.receipts.push({ actionId: id, executor, claimId: claim.id, receipt })
      return answer
    },
  }
  const run = ({ id }: { id: ActionId }) => {
    scene.runs.push({ actionId: id, claimId: claims.get(id) ?? 'none', executor })
    return { ok: true }
  }
  const onEvent = (event: ExecutorEvent) => {
    if (event.actionId === undefined) return
    const code = 'error' in event && isHoldpointError(event.error) ? ` ${event.error.code}` : ''
    scene.told.push({ actionId: event.actionId, what: `${event.kind}${code} at ${executor}` })
  }
  while (!signal.aborted) {
    try {
      await runExecutor({
        ...{
          id: executor,
          key: scene.at.key(`executor-${executor}.jwk`),
          transport,
          signal,
          onEvent,
        },
        ...{ audiences: ['billing'], trust: scene.at.trust() },
        actions: Object.fromEntries(types.map((type) => [type, { run }])),
      })
    } catch (error) {
      scene.surprises.push(`executor ${executor} ended: ${String(error)}`)
      await sleep(againMs)
    }
  }
}
