/** Webhooks among the kinds of channels: from settings and secrets to a channel that has connected to nothing yet. */
import { lookup } from 'node:dns/promises'
import { Path } from '@holdpoint/service'
import Type from 'typebox'
import type { ChannelKind } from '../kind.ts'
import { parseDestination } from './destination.ts'
import { parseSigningKey } from './signature.ts'
import { WebhookChannel } from './webhook.ts'

/** The old key and the new one; a third is for whoever rotates in a hurry. */
const keysMax = 3

export const WebhookFileSettings = Type.Object(
  {
    /** https only. */
    url: Type.String({ minLength: 1, maxLength: 2000 }),
    /** Files with `whsk_…` (`v1a`) or `whsec_…` (`v1`). All of them sign, so that keys can be rotated. */
    keys: Type.Array(Path, { minItems: 1, maxItems: keysMax }),
    /** Whether the masked view goes along. Default: ids, headline, digest and link. */
    details: Type.Optional(Type.Boolean()),
    /** Networks that are not public and may be called all the same, as `10.1.0.0/16`. */
    allow: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 })),
    /** PEM file with the authorities that the endpoint's certificate is of. */
    ca: Type.Optional(Path),
    /** What the endpoint takes. */
    perSecondMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  { additionalProperties: false },
)

export const webhookKind: ChannelKind<typeof WebhookFileSettings> = {
  kind: 'webhook',
  settings: WebhookFileSettings,
  async open({ url, keys, details = false, allow = [], ca, perSecondMax }, deps) {
    const { name, shelf, time, secret } = deps
    const place = { file: `channel ${name}`, field: 'settings/url' }
    const text = async (path: string) => (await secret(path)).reveal().toString('utf8')
    const read = async (path: string) => parseSigningKey(await text(path), path)
    const settings = {
      ...{ name, isDetailed: details, destination: parseDestination(url, allow, place) },
      keys: await Promise.all(keys.map(read)),
      ...(ca === undefined ? {} : { ca: await text(ca) }),
      ...(perSecondMax === undefined
        ? {}
        : { rates: [{ per: 'channel' as const, count: perSecondMax, spanMs: 1000 }] }),
    }
    return new WebhookChannel(settings, {
      ...{ shelf, clock: time.clock },
      resolve: (host) => lookup(host, { all: true }),
      timeout: (ms) => AbortSignal.timeout(ms),
    })
  },
}
