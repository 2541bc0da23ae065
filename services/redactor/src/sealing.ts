/** The sealing role put together: files and keys in, a running consumer and its HTTP edge out. */
import { HoldpointError, jsonDepthMax, topicName } from '@holdpoint/contracts'
import { type Bus, KafkaBus } from '@holdpoint/kafka'
import { createRedactor } from '@holdpoint/redaction'
import {
  type DataKeyWrapper,
  parseTrust,
  Sealer,
  Secret,
  type Trust,
  wrapTo,
} from '@holdpoint/seal'
import {
  admit,
  breathe,
  type Context,
  createEdge,
  type Running,
  rawBody,
  type Service,
  stopwatch,
  systemTime,
} from '@holdpoint/service'
import type { Handling } from './batch.ts'
import { SealingConfig } from './config.ts'
import { type EdgeAnswer, type EdgeRules, submitIntent, submitOutcome } from './edge/submit.ts'
import { PlainNames } from './plain-name.ts'
import { parsePrincipals } from './principals.ts'
import { startSealing } from './sealing-role.ts'
import { readText } from './text-file.ts'
import { watchRecords } from './watch.ts'

type Given = Context<SealingConfig>

/** What differs between a process of its own and a test or an all-in-one process. */
export interface SealingPorts {
  readonly openBus: (given: Given) => Promise<Bus>
  readonly clock: () => number
}

/** A structured event is one level around its data. */
const bodyDepthMax = jsonDepthMax + 1
const realPorts: SealingPorts = { openBus, clock: systemTime.clock }

export function sealingService(ports: SealingPorts = realPorts): Service<typeof SealingConfig> {
  return { schema: SealingConfig, start: (given) => start(given, ports) }
}

async function start(given: Given, { openBus, clock }: SealingPorts): Promise<Running> {
  const { config, log, metrics } = given
  const { prefix } = config.kafka
  const bus = await openBus(given)
  const handling = await prepare(given, bus, clock)
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
  addRoutes(edge, { rules: handling.rules, prefix, bus, partitions }, clock)
  // Requests need no partition: they are answered while the group still waits for a dead member.
  await edge.listen(config.http)
  const consumption = await startSealing(bus, { prefix, handling })
  isReady = true
  consumption.failed.catch(() => {
    isReady = false
  })
  return {
    failed: Promise.race([consumption.failed, fatal.promise]),
    async stop() {
      await edge.close()
      await consumption.stop()
      await bus.close()
    },
  }
}

async function prepare(
  { config, log, metrics }: Given,
  bus: Bus,
  clock: () => number,
): Promise<Omit<Handling, 'kind'>> {
  const { deployment, files, keys, kafka } = config
  const trust = parseTrust(await readText(files.trust), files.trust)
  if (trust.deployment !== deployment)
    throw new HoldpointError('HP_CONFIG', {
      file: files.trust,
      field: '/deployment',
      rule: 'is not the deployment of this process',
    })
  const tags = await readSecret(keys.tags)
  const redactor = createRedactor({
    tagKey: tags.reveal(),
    ...(config.profile === undefined ? {} : { profile: config.profile }),
  })
  const saltKey = await readSecret(keys.salts)
  const principals = parsePrincipals(await readText(files.directory), files.directory)
  const names = new PlainNames(redactor)
  return {
    rules: { trust, names, principals, saltKey },
    workshop: {
      redactor,
      sealer: new Sealer({ deployment, wrapper: wrapToNewest(trust, clock) }),
      saltKey,
      stopwatch,
      writer: {
        deployment,
        prefix: kafka.prefix,
        slotCount: await bus.partitionCount(topicName(kafka.prefix, 'redacted')),
        macKey: await readSecret(keys.mac),
      },
    },
    watcher: watchRecords(log, metrics, redactor),
    breathe,
  }
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

/** The key in force is asked for once an hour, so that a new one is used without a restart. */
function wrapToNewest(trust: Trust, clock: () => number): DataKeyWrapper {
  return {
    wrap(dataKey, named) {
      const key = trust.unsealingAt(clock())
      if (key === undefined)
        throw new HoldpointError('HP_CONFIG', {
          file: 'trust file',
          field: '/unsealing',
          rule: 'has no key in force',
        })
      return wrapTo(key.jwk).wrap(dataKey, named)
    },
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

async function readSecret(file: string): Promise<Secret> {
  return Secret.fromText(await readText(file), file)
}
