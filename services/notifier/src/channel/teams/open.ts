/** Makes the channel of its settings. What is heavy (Microsoft's client: a third of a second, 40 MB) is loaded only where there is such a channel. */
import { readFile } from 'node:fs/promises'
import { HoldpointError } from '@holdpoint/contracts'
import { Secret } from '@holdpoint/seal'
import type { Logger, Metrics, SystemTime } from '@holdpoint/service'
import type { Shelf } from '../../shelf/port.ts'
import type { Channel } from '../port.ts'
import { isAt } from './host.ts'
import { ServiceKeys } from './keys.ts'
import { publicCloud, publicServiceUrl, type TeamsSettings } from './settings.ts'
import { AppToken, type Credential, certificateCredential } from './token.ts'

/** Tenant at which bots of several tenants get their tokens. */
const sharedTenant = 'botframework.com'

type Counter = ReturnType<Metrics['counter']>

export interface OpenTeamsDeps {
  readonly shelf: Shelf
  readonly time: Pick<SystemTime, 'clock' | 'sleep'>
  readonly newId: () => string
  readonly log: Logger
  readonly metrics: Metrics
}

/** Throws HP_CONFIG. Reads the secret's file; calls nobody. */
export async function openTeams(given: TeamsSettings, deps: OpenTeamsDeps): Promise<Channel> {
  const { shelf, time, newId, log, metrics } = deps
  const settings = { ...given, tenants: given.tenants.map((id) => id.toLowerCase()) }
  const { endpoints = publicCloud, serviceUrl: service = publicServiceUrl } = settings
  if (!isAt(service, endpoints.hosts)) throw wrong(settings, 'serviceUrl', 'is not at a host of it')
  const [{ Connector }, { TeamsChannel }] = await Promise.all([
    import('./connector.ts'),
    import('./teams.ts'),
  ])
  const { clock, sleep } = time
  const token = new AppToken({
    ...{ appId: settings.appId, clock, newId, fetch: globalThis.fetch },
    url: `${endpoints.login}/${settings.tenant ?? sharedTenant}/oauth2/v2.0/token`,
    credential: await credentialOf(settings),
  })
  const refusals = counterOf(metrics)
  const onRefusal = (why: string) => {
    refusals.inc({ why })
    log.warn({ channel: settings.name, why }, 'a request to the Teams channel was not taken')
  }
  return new TeamsChannel({
    ...{ settings, endpoints, service, shelf, clock, sleep, log, onRefusal },
    connector: new Connector({ hosts: endpoints.hosts, token }),
    keys: new ServiceKeys({ endpoints, clock, fetch: globalThis.fetch }),
  })
}

/** One for all channels of this kind. */
function counterOf(metrics: Metrics): Counter {
  const name = 'notifier_teams_refusals'
  const known = metrics.registry.getSingleMetric(`holdpoint_${name}`)
  if (known !== undefined) return known as Counter
  return metrics.counter(name, 'Requests that were not taken', ['why'])
}

async function credentialOf(settings: TeamsSettings): Promise<Credential> {
  const { secret, certificate } = settings
  if ((secret === undefined) === (certificate === undefined)) {
    throw wrong(settings, 'secret', 'or certificate: exactly one of them')
  }
  if (secret !== undefined) {
    const text = (await read(settings, 'secret', secret)).trim()
    return { kind: 'secret', secret: new Secret(Buffer.from(text)) }
  }
  const { cert = '', key = '' } = certificate ?? {}
  const pem = [
    await read(settings, 'certificate/cert', cert),
    await read(settings, 'certificate/key', key),
  ]
  return certificateCredential(pem[0] ?? '', pem[1] ?? '')
}

async function read(settings: TeamsSettings, field: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((): never => {
    throw wrong(settings, field, 'names a file that cannot be read')
  })
}

const wrong = ({ name }: TeamsSettings, field: string, rule: string) =>
  new HoldpointError('HP_CONFIG', { file: `channel ${name}`, field, rule })
