/** Puts a gate together from its settings and two ports, so that tests can put other ports in. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { groupName, HoldpointError, topicName } from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import { createRedactor } from '@holdpoint/redaction'
import { inPool, Secret, Signer, signInPool } from '@holdpoint/seal'
import {
  type Context,
  createEdge,
  type Metrics,
  type Running,
  systemTime,
} from '@holdpoint/service'
import type { SlotStore } from '@holdpoint/store'
import { Authenticator } from './authenticate.ts'
import type { GateConfig } from './config.ts'
import { actionRoutes, type EdgeDeps } from './edge/actions.ts'
import { approvedRoutes } from './edge/approved.ts'
import { eventRoutes } from './edge/events.ts'
import { Streams } from './edge/streams.ts'
import { Gate, type GateDeps } from './gate.ts'
import { observer } from './observer.ts'
import { Quarantine } from './quarantine.ts'
import { RedactorKey } from './redacted.ts'
import { openMaxDefault, openPerAgentMaxDefault, shareOf } from './room.ts'
import { RulesFile } from './rules-file.ts'
import { SlotLookup } from './slot-lookup.ts'

/** How often the operator's files are looked at. */
const rulesRefreshMs = 2000
const tagKeyBytes = 32

export interface Ports {
  readonly bus: Bus
  readonly store: SlotStore
}

export async function startGate(
  context: Context<GateConfig>,
  { bus, store }: Ports,
): Promise<Running> {
  const { config, log, metrics } = context
  const { prefix } = config.kafka
  const files = await RulesFile.open(config.files, log)
  checkDeployment(config, files)
  const keys = await readKeys(config)
  const rules = () => files.current()
  const shared = { bus, store, prefix, deployment: config.deployment, rules, ...systemTime }
  const slotCount = await bus.partitionCount(topicName(prefix, 'state'))
  const { openPerAgentMax = openPerAgentMaxDefault, openMax = openMaxDefault } = config.limits ?? {}
  const deps: GateDeps = {
    ...{ ...shared, slotCount },
    group: config.kafka.group ?? groupName(prefix, 'gate'),
    processId: randomUUID(),
    quarantine: new Quarantine(),
    openLimits: shareOf({ openPerAgentMax, openMax }, slotCount),
    newNonce: randomUUID,
    stateSecret: keys.state,
    keys: { ...keys, sign: signInPool },
    authenticator: new Authenticator({
      ...{ deployment: config.deployment, slotCount, stateSecret: keys.state, checked: inPool },
      redactorKey: new RedactorKey(keys.redactor),
    }),
    log,
    observe: observer(metrics, log),
  }
  const gate = new Gate(deps)
  measureSlots(metrics, gate)
  await gate.start()
  const lookup = new SlotLookup(store, keys.state, slotCount)
  const edge = openEdge(context, gate, { ...shared, lookup })
  await edge.listen(config.http)
  const stopRefreshing = systemTime.every(rulesRefreshMs, () => void files.refresh())
  return {
    failed: gate.failed,
    stop: async () => {
      stopRefreshing()
      await edge.close()
      await gate.stop()
      await bus.close()
      await store.close()
    },
  }
}

function openEdge(
  { config, log, metrics }: Context<GateConfig>,
  gate: Gate,
  shared: Omit<EdgeDeps, 'maskText'>,
): ReturnType<typeof createEdge> {
  const edge = createEdge({
    ...{ log, metrics, http: config.http },
    isReady: () => gate.isReady,
    progress: () => ({ slots: gate.slots }),
  })
  // Marks in reasons are compared within one action at most, so their key need not outlive the process.
  const redactor = createRedactor({ tagKey: randomBytes(tagKeyBytes) })
  const maskText = (text: string, scope: string) => redactor.redactText(text, { scope }).masked
  const deps = { ...shared, maskText, streams: new Streams() }
  metrics.gauge('gate_streams', 'Open event streams', () => deps.streams.size)
  actionRoutes(edge, deps)
  approvedRoutes(edge, deps)
  eventRoutes(edge, deps)
  return edge
}

function measureSlots(metrics: Metrics, gate: Gate): void {
  const open = () => gate.slots.filter(({ state }) => state === 'open').length
  metrics.gauge('gate_slots', 'Slots that this process owns', () => gate.slots.length)
  metrics.gauge('gate_slots_open', 'Slots that are taken over and at work', open)
  const replayed = 'Changelog records read in taking these slots over'
  metrics.gauge('gate_replayed_records', replayed, () => gate.replayed)
}

/** Signatures under another name would be worth nothing to anybody. */
function checkDeployment({ deployment, files }: GateConfig, rules: RulesFile): void {
  if (rules.current().trust.deployment === deployment) return
  throw new HoldpointError('HP_CONFIG', {
    file: files.trust,
    field: 'deployment',
    rule: 'must be that of the settings',
  })
}

async function readKeys({ keys }: GateConfig) {
  const secret = async (path: string) => Secret.fromText(await readFile(path, 'utf8'), path)
  const [redactor, state, salt] = await Promise.all(
    [keys.redactor, keys.state, keys.salt].map(secret),
  )
  const signer = Signer.fromText(await readFile(keys.signing, 'utf8'), keys.signing)
  if (!redactor || !state || !salt) throw new HoldpointError('HP_INTERNAL')
  return { redactor, state, salt, signer }
}
