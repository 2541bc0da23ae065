/** What the notifier knows, as one process of it sees the server that keeps it. */
import type { Projection } from '@holdpoint/notifier'
import { type Mortal, mortalCall } from './mortal-call.ts'

export function mortalProjection(inner: Projection, mortal: Mortal): Projection {
  const call = <T>(work: () => Promise<T>) => mortalCall(mortal, work)
  return {
    progress: (partition) => call(() => inner.progress(partition)),
    wipe: (partition) => call(() => inner.wipe(partition)),
    load: (partition, ids) => call(() => inner.load(partition, ids)),
    apply: (partition, change) => call(() => inner.apply(partition, change)),
    news: (partition, nowMs, countMax) => call(() => inner.news(partition, nowMs, countMax)),
    settle: (partition, settled) => call(() => inner.settle(partition, settled)),
    find: (partition, id) => call(() => inner.find(partition, id)),
    views: (partition, id) => call(() => inner.views(partition, id)),
    list: (name, countMax) => call(() => inner.list(name, countMax)),
    denials: (agent, shape) => call(() => inner.denials(agent, shape)),
    result: (partition, commandId) => call(() => inner.result(partition, commandId)),
    onChange: (listener) => inner.onChange(listener),
    close: () => inner.close(),
  }
}
