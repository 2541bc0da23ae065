/** The sealing role put together: files and keys in, a running consumer and its HTTP edge out. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { jsonDepthMax, topicName } from '@holdpoint/contracts'
import { type Bus, KafkaBus } from '@holdpoint/kafka'
import {
  admit,
  breathe,
  type Context,
  createEdge,
  type Running,
  rawBody,
  type Service,
  systemTime,
} from '@holdpoint/service'
import { SealingConfig } from './config.ts'
import { Crew } from './crew.ts'
import { type EdgeAnswer, type EdgeRules, submitIntent, submitOutcome } from './edge/submit.ts'
import { type Bench, refuse } from './handle.ts'
import { ownHands } from './hands.ts'
import { startSealing } from './sealing-role.ts'
import { readText } from './text-file.ts'
import { watchRecords } from './watch.ts'
import { type Materials, packed, readMaterials, setUp } from './workbench.ts'

type Given = Context<SealingConfig>

/** What differs between a process of its own and a test or an all-in-one process. */
export interface SealingPorts {
  readonly openBus: (given: Given) => Promise<Bus>
  readonly clock: () => number
  /** That this process may use. */
  readonly cores: number
}

/** A structured event is one level around its data. */
const bodyDepthMax = jsonDepthMax + 1
const workerFile = new URL('./worker-main.ts', import.meta.url)
/** More would wait for Kafka most of the time; whoever measures otherwise sets `workers`. */
const workersDefaultMax = 4
/** A chunk of the largest records in all their forms is a quarter of this. Beyond it the worker ends, not the process. */
const resourceLimits = { maxOldGenerationSizeMb: 512 }
const realPorts: SealingPorts = {
  openBus,
  clock: systemTime.clock,
  cores: availableParallelism(),
}

export function sealingService(ports: SealingPorts = realPorts): Service<typeof SealingConfig> {
  return { schema: SealingConfig, start: (given) => start(given, ports) }
}

async function start(given: Given, { openBus, clock, cores }: SealingPorts): Promise<Running> {
  const { config, log, metrics } = given
  const { prefix } = config.kafka
  const bus = await openBus(given)
  const slotCount = await bus.partitionCount(topicName(prefix, 'redacted'))
  const materials = await readMaterials(config, slotCount)
  const bench = setUp(materials, { clock, sleep: systemTime.sleep })
  const watcher = watchRecords(log, metrics, bench.workshop.redactor)
  // Loading takes a worker as long as the group takes to form.
  const crew = hireCrew(config.workers ?? workersFor(cores), materials, bench, watcher)
  let isReady = false
  const fatal = Promise.withResolvers<never>()
  const edge = createEdge({
    http: config.http,
    log,
    metrics,
    bodyDepthMax,
    isReady: () => isReady,
    onFatal: fatal.reject,
  })
  const partitions = {
    intended: await bus.partitionCount(topicName(prefix, 'intended')),
    outcomes: await bus.partitionCount(topicName(prefix, 'outcomes')),
  }
  addRoutes(edge, { rules: bench.rules, prefix, bus, partitions }, clock)
  // Requests need no partition: they are answered while the group still waits for a dead member.
  await edge.listen(config.http)
  const hands = crew ?? ownHands(bench)
  const handling = { ...bench, watcher, breathe, hands }
  const consumption = await startSealing(bus, { prefix, handling })
  isReady = true
  consumption.failed.catch(() => {
    isReady = false
  })
  return {
    failed: Promise.race([consumption.failed, fatal.promise, ...(crew ? [crew.failed] : [])]),
    async stop() {
      await edge.close()
      await consumption.stop()
      await crew?.close()
      bench.workshop.secondOpinion?.close()
      await bus.close()
    },
  }
}

/** The main thread, which talks to Kafka and answers requests, has a core to itself. */
function workersFor(cores: number): number {
  return Math.min(cores - 1, workersDefaultMax)
}

function hireCrew(
  count: number,
  materials: Materials,
  bench: Bench,
  watcher: ReturnType<typeof watchRecords>,
): Crew | undefined {
  if (count === 0) return undefined
  const workerData = packed(materials)
  return new Crew({
    count,
    hire: () => new Worker(workerFile, { workerData, resourceLimits, env: {} }),
    sleep: systemTime.sleep,
    refuse: (kind, record, error) => refuse(kind, error, record, bench.workshop.writer),
    replaced: watcher.replaced,
  })
}

function addRoutes(
  edge: ReturnType<typeof createEdge>,
  rules: EdgeRules,
  clock: () => number,
): void {
  const routes = { '/v1/intents': submitIntent, '/v1/outcomes': submitOutcome } as const
  for (const [path, submit] of Object.entries(routes)) {
    edge.post(path, async (request, reply) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
      )
      const given = {
        ...{ headers, body: rawBody(request) },
        admit: (caller: string) => admit(request, caller),
      }
      const answer: EdgeAnswer = await submit(given, rules, clock())
      return reply.code(answer.status).send(answer.body)
    })
  }
}

async function openBus({ config, log }: Given): Promise<Bus> {
  const { brokers, username, password, tls } = config.kafka
  const ca = typeof tls === 'object' ? { ca: await readText(tls.ca) } : tls
  return new KafkaBus({
    brokers,
    username,
    password,
    clientId: config.service,
    logger: log,
    ...(ca === undefined ? {} : { tls: ca }),
  })
}
