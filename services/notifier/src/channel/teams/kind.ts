/** Teams among the kinds of channels. What is heavy (Microsoft's client: a third of a second, 40 MB) is loaded only where there is such a channel. */
import { HoldpointError } from '@holdpoint/contracts'
import type { ChannelDeps, ChannelKind } from '../kind.ts'
import { isAt } from './host.ts'
import { ServiceKeys } from './keys.ts'
import { Refusals } from './refusals.ts'
import { Roster } from './roster.ts'
import { publicCloud, publicServiceUrl, TeamsSettings } from './settings.ts'
import { AppToken, type Credential, certificateCredential } from './token.ts'

/** Tenant at which bots of several tenants get their tokens. */
const sharedTenant = 'botframework.com'

export const teamsKind: ChannelKind<typeof TeamsSettings> = {
  kind: 'teams',
  settings: TeamsSettings,
  async open(given, deps) {
    const { name, shelf, time, newKey, log } = deps
    const settings = { ...given, name, tenants: given.tenants.map((id) => id.toLowerCase()) }
    const { endpoints = publicCloud, serviceUrl: service = publicServiceUrl } = settings
    if (!isAt(service, endpoints.hosts)) throw wrong(name, 'serviceUrl', 'is at no host of it')
    if (settings.conversations.length === 0 && !settings.personal) {
      throw wrong(name, 'conversations', 'must name one, or personal must be true')
    }
    const [{ Connector }, { TeamsChannel }] = await Promise.all([
      import('./connector.ts'),
      import('./teams.ts'),
    ])
    const { clock, sleep } = time
    const token = new AppToken({
      ...{ appId: settings.appId, clock, newId: newKey, fetch: globalThis.fetch },
      url: `${endpoints.login}/${settings.tenant ?? sharedTenant}/oauth2/v2.0/token`,
      credential: await credentialOf(given, deps),
    })
    const connector = new Connector({ hosts: endpoints.hosts, token })
    const refusals = new Refusals({ name, clock, log })
    return new TeamsChannel({
      ...{ settings, endpoints, service, shelf, clock, sleep, log },
      onRefusal: (why) => refusals.note(why),
      ...{ connector, roster: new Roster({ connector, clock }) },
      keys: new ServiceKeys({ endpoints, clock, fetch: globalThis.fetch }),
    })
  },
}

async function credentialOf(
  { secret, certificate }: TeamsSettings,
  { name, secret: read }: ChannelDeps,
): Promise<Credential> {
  if (secret !== undefined && certificate === undefined) {
    return { kind: 'secret', secret: await read(secret) }
  }
  if (certificate === undefined || secret !== undefined) {
    throw wrong(name, 'secret', 'or certificate: exactly one of them')
  }
  const [cert, key] = [await read(certificate.cert), await read(certificate.key)]
  return certificateCredential(String(cert.reveal()), String(key.reveal()))
}

const wrong = (name: string, field: string, rule: string) =>
  new HoldpointError('HP_CONFIG', { file: `channel ${name}`, field: `settings/${field}`, rule })
