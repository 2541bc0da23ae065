/**
 * Whether a request comes from Teams, about a person of ours: the checks of the Bot Connector's authentication, each as strict as it is written, with key
 * endorsements and the service URL always required. What is refused is told in one sentence to everybody, and in one word to the log.
 */
import { check, clockSkewMs, HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import { decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose'
import { Activity } from './activity.ts'
import { isAt } from './host.ts'
import type { ServiceKeys } from './keys.ts'
import type { TeamsEndpoints, TeamsSettings } from './settings.ts'

const channelId = 'msteams'
const algorithms = ['RS256', 'RS384', 'RS512']
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i
const tokenCharsMax = 8192

export interface CallerDeps {
  readonly settings: Pick<TeamsSettings, 'appId' | 'tenants'>
  readonly endpoints: TeamsEndpoints
  readonly keys: Pick<ServiceKeys, 'find'>
  readonly clock: () => number
  /** Told why, in a word. */
  readonly onRefusal: (why: string) => void
}

/** The activity of a genuine request. Throws HP_AUTH, HP_NOT_ENTITLED (a key that may not speak for Teams, a tenant that is not ours) or HP_UNAVAILABLE. */
export async function genuine(
  authorization: string | undefined,
  body: unknown,
  deps: CallerDeps,
): Promise<Activity> {
  const { settings, endpoints, clock, onRefusal } = deps
  const refuse = (why: string, code: 'HP_AUTH' | 'HP_NOT_ENTITLED' = 'HP_AUTH') => {
    onRefusal(why)
    return new HoldpointError(code, { rule: 'not a request of Microsoft Teams' })
  }
  const token = bearer.exec(authorization ?? '')?.[1]
  if (token === undefined || token.length > tokenCharsMax) throw refuse('no-token')
  const kid = kidOf(token)
  const found = kid === undefined ? undefined : await deps.keys.find(kid)
  if (found === undefined) throw refuse('unknown-key')
  const { payload } = await jwtVerify(token, found.key, {
    ...{ algorithms, issuer: endpoints.issuer, audience: settings.appId },
    ...{ clockTolerance: clockSkewMs / 1000, currentDate: new Date(clock()) },
    requiredClaims: ['exp', 'nbf'],
  }).catch((): never => {
    // The library's message may quote claims.
    throw refuse('token')
  })
  if (payload.aud !== settings.appId) throw refuse('audience')
  const activity = readActivity(body)
  if (activity === undefined) throw refuse('activity')
  if (!isOfService(payload, activity, endpoints)) throw refuse('service-url')
  if (activity.channelId !== channelId || !found.endorsements.includes(channelId))
    throw refuse('endorsement', 'HP_NOT_ENTITLED')
  if (!isOurTenant(activity, settings.tenants)) throw refuse('tenant', 'HP_NOT_ENTITLED')
  return activity
}

/** Sent within the last minutes: a genuine request that somebody kept is not taken later. */
export function isRecent({ timestamp }: Activity, nowMs: number): boolean {
  const sentMs = timestamp === undefined ? Number.NaN : Date.parse(timestamp)
  return Math.abs(nowMs - sentMs) <= clockSkewMs
}

function kidOf(token: string): string | undefined {
  try {
    const { kid, alg = '' } = decodeProtectedHeader(token)
    return algorithms.includes(alg) && typeof kid === 'string' ? kid : undefined
  } catch {
    return undefined
  }
}

function readActivity(body: unknown): Activity | undefined {
  try {
    return check(Activity, body)
  } catch (error) {
    if (isHoldpointError(error)) return undefined
    throw error
  }
}

/** Byte for byte the address that the token was made for, and one of Microsoft's. */
function isOfService(
  { serviceurl }: JWTPayload,
  { serviceUrl }: Activity,
  { hosts }: TeamsEndpoints,
): boolean {
  return serviceurl === serviceUrl && isAt(serviceUrl, hosts)
}

/** `tenants` in small letters. */
function isOurTenant({ conversation, channelData }: Activity, tenants: readonly string[]): boolean {
  const named = [conversation?.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined)
  return named.length > 0 && named.every((id) => tenants.includes(id.toLowerCase()))
}
