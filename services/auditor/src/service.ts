/** The auditor put together: files and keys in, a running consumer and its HTTP edge out. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { type Bus, KafkaBus } from '@holdpoint/kafka'
import { parseTrust, Signer, type Trust } from '@holdpoint/seal'
import {
  type Context,
  createEdge,
  type Running,
  type Service,
  type SystemTime,
  systemTime,
} from '@holdpoint/service'
import { PosixLog } from '@holdpoint/tlog/store'
import { Auditor, asLogRefusal } from './auditor.ts'
import { AuditorConfig } from './config.ts'
import { addRoutes } from './edge/routes.ts'
import { LeafIndex } from './leaf-index.ts'
import { logSigner, logVerifier, logVkey } from './log-key.ts'
import { watchIngest, watchLog } from './watch.ts'

type Given = Context<AuditorConfig>

/** What differs between a process of its own and a test or an all-in-one process. */
export interface AuditorPorts {
  readonly openBus: (given: Given) => Promise<Bus>
  readonly time: SystemTime
}

/** Beside the write-ahead log: rebuilt from the log when it is lost. */
const indexFile = '.state/index.sqlite'
const realPorts: AuditorPorts = { openBus, time: systemTime }

export function auditorService(ports: AuditorPorts = realPorts): Service<typeof AuditorConfig> {
  return { schema: AuditorConfig, start: (given) => start(given, ports) }
}

async function start(given: Given, { openBus, time }: AuditorPorts): Promise<Running> {
  const { config, log: logger, metrics } = given
  const { deployment, origin, files, kafka } = config
  const trust = await readTrust(config)
  const signer = Signer.fromText(await readText(config.keys.auditor), config.keys.auditor)
  const verifiers = [logVerifier(origin, signer.publicJwk)]
  const log = await openLog(files.log, origin, signer)
  const index = LeafIndex.open(join(files.log, indexFile), log.size)
  const bus = await openBus(given)
  watchLog(log, metrics)
  const auditor = await Auditor.start({
    ...{ bus, log, index, time, dir: files.log, deployment, origin, verifiers },
    prefix: kafka.prefix,
    ...(kafka.group === undefined ? {} : { group: kafka.group }),
    gateKeys: trust.service('gate'),
    watcher: watchIngest(logger, metrics),
  })
  const fatal = Promise.withResolvers<never>()
  const edge = createEdge({
    log: logger,
    metrics,
    isReady: () => auditor.isReady,
    onFatal: fatal.reject,
  })
  const vkey = logVkey(origin, signer.publicJwk)
  addRoutes(edge, { log, recorder: auditor.recorder, deployment, origin, vkey })
  await edge.listen(config.http)
  return {
    failed: Promise.race([auditor.failed, fatal.promise]),
    async stop() {
      await edge.close()
      await auditor.stop()
      await bus.close()
    },
  }
}

async function openLog(dir: string, origin: string, signer: Signer): Promise<PosixLog> {
  try {
    await mkdir(dir, { recursive: true })
    return await PosixLog.open({
      dir,
      origin,
      signers: [logSigner(origin, signer)],
      verifiers: [logVerifier(origin, signer.publicJwk)],
    })
  } catch (error) {
    throw asLogRefusal(error, dir)
  }
}

async function readTrust({ deployment, files }: AuditorConfig): Promise<Trust> {
  const trust = parseTrust(await readText(files.trust), files.trust)
  if (trust.deployment === deployment) return trust
  const rule = 'is not the deployment of this process'
  throw new HoldpointError('HP_CONFIG', { file: files.trust, field: '/deployment', rule })
}

async function openBus({ config, log }: Given): Promise<Bus> {
  const { brokers, username, password, tls } = config.kafka
  const ca = typeof tls === 'object' ? { ca: await readText(tls.ca) } : tls
  return new KafkaBus({
    ...{ brokers, username, password, logger: log },
    clientId: config.service,
    ...(ca === undefined ? {} : { tls: ca }),
  })
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const rule = 'cannot be read'
    throw new HoldpointError('HP_CONFIG', { file, field: 'the file', rule }, cause)
  }
}
