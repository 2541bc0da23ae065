/** The unsealing role put together: a private key and a trust file in, one route out. No Kafka, no Redis, nothing kept. */
import { HoldpointError } from '@holdpoint/contracts'
import { type PrivateJwk, parseTrust, type Trust } from '@holdpoint/seal'
import { Unsealer } from '@holdpoint/seal/unseal'
import {
  admit,
  type Context,
  createEdge,
  type Running,
  rawBody,
  type Service,
  systemTime,
} from '@holdpoint/service'
import { UnsealingConfig } from './config.ts'
import { unseal, unsealBytesMax } from './edge/unseal.ts'
import { readText } from './text-file.ts'

export function unsealingService(
  clock: () => number = systemTime.clock,
): Service<typeof UnsealingConfig> {
  return { schema: UnsealingConfig, start: (given) => start(given, clock) }
}

async function start(given: Context<UnsealingConfig>, clock: () => number): Promise<Running> {
  const { config, log, metrics } = given
  const known = await prepare(config)
  const fatal = Promise.withResolvers<never>()
  const edge = createEdge({
    ...{ log, metrics, http: config.http, isReady: () => true, onFatal: fatal.reject },
  })
  const opened = metrics.counter('unsealed_total', 'Originals and results handed out')
  edge.post('/v1/unseal', { bodyLimit: unsealBytesMax }, async (request, reply) => {
    const { plaintext, who } = await unseal(rawBody(request), known, clock())
    admit(request, 'agent' in who ? `agent/${who.agent}` : `executor/${who.executor}`)
    opened.inc()
    log.info(who, 'unsealed')
    return reply.type('application/json').send(plaintext)
  })
  await edge.listen(config.http)
  return { failed: fatal.promise, stop: () => edge.close() }
}

async function prepare({
  deployment,
  files,
  keys,
}: UnsealingConfig): Promise<{ unsealer: Unsealer; trust: Trust }> {
  const trust = parseTrust(await readText(files.trust), files.trust)
  if (trust.deployment !== deployment)
    throw refusal(files.trust, '/deployment', 'is not the deployment of this process')
  return { trust, unsealer: new Unsealer(readKeys(await readText(keys.unseal), keys.unseal)) }
}

/** One JWK or a list. What is wrong with a key is told without showing it. */
function readKeys(text: string, file: string): PrivateJwk[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refusal(file, 'the file', 'is not JSON')
  }
  const keys = Array.isArray(value) ? value : [value]
  const isKey = (key: unknown): key is PrivateJwk =>
    typeof key === 'object' && key !== null && 'd' in key && typeof key.d === 'string'
  if (keys.length === 0 || !keys.every(isKey))
    throw refusal(file, 'the file', 'holds no private JWK')
  return keys
}

function refusal(file: string, field: string, rule: string): HoldpointError {
  return new HoldpointError('HP_CONFIG', { file, field, rule })
}
