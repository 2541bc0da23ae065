/** The executor's library, brought one record as a topic would bring it; everything else is asked of the real edges. */
import type { GrantIssued } from '@holdpoint/contracts'
import { type ExecutorEvent, type ExecutorTransport, runExecutor } from '@holdpoint/sdk'
import { until } from '@holdpoint/testkit'
import { type Stage, waitMs } from './stage.ts'

/** What happened to it, and how often its handler ran. */
export async function bring(
  at: Stage,
  id: string,
  issued: GrantIssued,
): Promise<{ events: ExecutorEvent[]; runs: number }> {
  const { http } = at
  const stop = new AbortController()
  const events: ExecutorEvent[] = []
  const transport: ExecutorTransport = {
    claim: (action, request) => http.claim(action, request),
    extend: (action, request) => http.extend(action, request),
    unseal: (asked) => http.unseal(asked),
    report: (signed) => http.report(signed),
    grants: async ({ take, signal }) => {
      await take(issued)
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  }
  let runs = 0
  const run = () => {
    runs += 1
  }
  const running = runExecutor({
    ...{ id, key: at.key(`executor-${id}.jwk`), audiences: [issued.audience] },
    ...{ actions: { [issued.type]: { run } }, transport, trust: at.trust() },
    ...{ signal: stop.signal, onEvent: (event: ExecutorEvent) => events.push(event) },
  })
  await until(() => events.some(({ kind }) => kind === 'ended' || kind === 'refused'), {
    deadlineMs: waitMs,
    what: 'the end of it',
  })
  stop.abort()
  await running
  return { events, runs }
}
