/** The operator's file of channels: where people are asked beside the console, how often, and at what hours. Read at start; an error in it is fatal. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { check, HoldpointError, isHoldpointError, Name, oneOf, strict } from '@holdpoint/contracts'
import { Secret } from '@holdpoint/seal'
import { parseConfig } from '@holdpoint/service'
import Type, { type Static } from 'typebox'
import { checkZone, type QuietHours } from '../delivery/quiet.ts'
import type { Route } from '../delivery/route.ts'
import type { SendingSystem } from '../edge/system-decision.ts'
import type { ChannelDeps, ChannelKind } from './kind.ts'
import { channelKinds } from './registry.ts'
import { parseVerifyingKey } from './webhook/signature.ts'

/** A handful for each department; more is another file by mistake. */
const channelsMax = 50
/** Each is asked for every signed request that comes in. */
const systemsMax = 20
/** Tokens and keys; anything larger is the wrong file. */
const secretCharsMax = 16 * 1024
const minuteMs = 60_000
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
const Domain = Type.String({ pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$', maxLength: 253 })
const Entry = strict({
  name: Name,
  kind: Name,
  /** Nobody is asked between these times, unless the risk is high; over midnight where `until` is the earlier one. */
  quiet: Type.Optional(
    strict({
      ...{ from: TimeOfDay, until: TimeOfDay },
      /** As in the IANA database. */
      zone: Type.String({ minLength: 1, maxLength: 64 }),
      /** On which days it begins; absent: every day. */
      days: Type.Optional(Type.Array(oneOf(dayNames), { minItems: 1, uniqueItems: true })),
    }),
  ),
  /** New requests at one address in one minute; what comes beyond is gathered in digests. */
  perMinuteMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  /** Requests of these risks come in digests only. */
  digest: Type.Optional(
    strict({
      risks: Type.Array(oneOf(['low', 'medium']), { minItems: 1, uniqueItems: true }),
      everyMinutes: Type.Integer({ minimum: 1, maximum: 24 * 60 }),
    }),
  ),
  /** Domains of ours: an address that the service has verified stands for the person that the directory has under it. Absent: every account is linked by hand. */
  emailDomains: Type.Optional(Type.Array(Domain, { minItems: 1, maxItems: 20, uniqueItems: true })),
  /** Name of the channel in which people are asked where this one can't. */
  fallback: Type.Optional(Name),
  settings: Type.Optional(Type.Unknown()),
})
const ChannelsFile = strict({
  /** Where people reach the console. */
  page: Type.String({ pattern: '^https?://[^\\s/]+(/[^\\s]*[^\\s/])?$', maxLength: 200 }),
  channels: Type.Array(Entry, { maxItems: channelsMax }),
  /** Systems of the house through which people decide; what they send is signed as webhooks are. */
  systems: Type.Optional(
    Type.Array(
      strict({
        /** Stands as channel in the log. */
        name: Name,
        /** Files with `whpk_…` or `whsec_…`: any of them is enough. */
        keys: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 3 }),
      }),
      { maxItems: systemsMax },
    ),
  ),
})
type Entry = Static<typeof Entry>

export interface ChannelSetup {
  readonly page: string
  readonly systems: readonly SendingSystem[]
  readonly routes: readonly Route[]
  /** Domains whose verified addresses count on this channel. */
  readonly emailDomains: (channel: string) => readonly string[]
}

export type ChannelSurroundings = Omit<ChannelDeps, 'name' | 'page' | 'secret'>

/** Throws HP_CONFIG naming file and field. */
export async function openChannels(
  file: string,
  surroundings: ChannelSurroundings,
  kinds: readonly ChannelKind[] = channelKinds,
): Promise<ChannelSetup> {
  const { page, channels, systems = [] } = await readChannels(file)
  const routes: Route[] = []
  for (const [at, entry] of channels.entries()) {
    const where = `/channels/${at}`
    checkNames(channels, at, (field, rule) => refusal(file, `${where}/${field}`, rule))
    const kind = kinds.find((each) => each.kind === entry.kind)
    if (kind === undefined) {
      const known = kinds.map((each) => each.kind).join(', ')
      throw refusal(file, `${where}/kind`, `must be one of ${known}`)
    }
    const { name, settings = {} } = entry
    const secret = (path: string) => readSecret(file, path)
    const deps = { ...surroundings, name, page, secret }
    const checked = checkedAs(kind.settings, settings, file, `${where}/settings`)
    routes.push(routeOf(entry, await kind.open(checked, deps), file, where))
  }
  const domains = new Map(channels.map(({ name, emailDomains = [] }) => [name, emailDomains]))
  return {
    ...{ page, routes, systems: await systemsOf(systems, channels, file) },
    emailDomains: (channel) => domains.get(channel) ?? [],
  }
}

async function systemsOf(
  systems: NonNullable<Static<typeof ChannelsFile>['systems']>,
  channels: readonly Entry[],
  file: string,
): Promise<SendingSystem[]> {
  const taken = new Set(['console', 'api', ...channels.map(({ name }) => name)])
  return Promise.all(
    systems.map(async ({ name, keys }, at) => {
      if (taken.has(name)) throw refusal(file, `/systems/${at}/name`, 'is another’s already')
      taken.add(name)
      const read = async (path: string) =>
        parseVerifyingKey((await readSecret(file, path)).reveal().toString('utf8'), path)
      return { name, keys: await Promise.all(keys.map(read)) }
    }),
  )
}

function routeOf(entry: Entry, channel: Route['channel'], file: string, where: string): Route {
  const { name, quiet, perMinuteMax, digest, fallback } = entry
  return {
    ...{ name, channel },
    ...(quiet === undefined ? {} : { quiet: quietOf(quiet, file, where) }),
    ...(perMinuteMax === undefined ? {} : { perMinuteMax }),
    ...(digest === undefined
      ? {}
      : { digest: { risks: digest.risks, everyMs: digest.everyMinutes * minuteMs } }),
    ...(fallback === undefined ? {} : { fallback }),
  }
}

function quietOf(quiet: NonNullable<Entry['quiet']>, file: string, where: string): QuietHours {
  const { from, until, zone, days } = quiet
  try {
    checkZone(zone)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw refusal(file, `${where}/quiet/zone`, 'must be a time zone, as Europe/Berlin')
  }
  return {
    ...{ fromMinute: minuteOf(from), untilMinute: minuteOf(until), zone },
    ...(days === undefined ? {} : { days: days.map((day) => dayNames.indexOf(day)) }),
  }
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

function checkNames(
  channels: readonly Entry[],
  at: number,
  refuse: (field: string, rule: string) => Error,
): void {
  const { name, fallback } = channels[at] ?? {}
  if (channels.findIndex((other) => other.name === name) !== at) {
    throw refuse('name', 'stands twice')
  }
  const isKnown = channels.some((other) => other.name === fallback && other.name !== name)
  if (fallback !== undefined && !isKnown) throw refuse('fallback', 'must be another channel')
}

async function readChannels(file: string): Promise<Static<typeof ChannelsFile>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw refusal(file, 'the file', 'cannot be read', cause)
  }
  return parseConfig(ChannelsFile, text, file)
}

function checkedAs<T extends Parameters<typeof check>[0]>(
  schema: T,
  value: unknown,
  file: string,
  where: string,
): Static<T> {
  try {
    return check(schema, value, where) as Static<T>
  } catch (error) {
    if (!isHoldpointError(error) || error.code !== 'HP_FIELD_INVALID') throw error
    const { field, rule } = error.details
    throw refusal(file, String(field) || 'the file', String(rule))
  }
}

async function readSecret(file: string, path: string): Promise<Secret> {
  const full = resolve(dirname(file), path)
  try {
    const text = (await readFile(full, 'utf8')).trim()
    if (text !== '' && text.length <= secretCharsMax) return new Secret(Buffer.from(text))
  } catch (cause) {
    throw refusal(full, 'the file', 'cannot be read', cause)
  }
  throw refusal(full, 'the file', `must hold 1 to ${secretCharsMax} characters`)
}

function refusal(file: string, field: string, rule: string, cause?: unknown): HoldpointError {
  return new HoldpointError('HP_CONFIG', { file, field, rule }, cause)
}
