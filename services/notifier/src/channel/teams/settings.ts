/** `settings` of a Teams channel in the file of channels, and where Microsoft's services are. Everything secret is in a file that is named here. */
import { Path } from '@holdpoint/service'
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false } as const
export const guidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
/** Ids of conversations, users and messages become parts of paths. */
export const idPattern = '^[A-Za-z0-9][A-Za-z0-9:@._;=+-]{0,250}$'
const Guid = Type.String({ pattern: guidPattern })
const Url = Type.String({ pattern: '^https?://\\S{1,200}$' })

/** Other than the public cloud's: for national clouds, and for tests. */
export const TeamsEndpoints = Type.Object(
  {
    /** The Bot Framework's OpenID metadata. */
    openId: Url,
    /** Where tokens for sending come from, without the tenant. */
    login: Url,
    /** Issuer of the tokens with which Teams calls us. */
    issuer: Url,
    /** Hosts, with all below them, that the Bot Connector and its keys may be at. Plain HTTP is for this machine only. */
    hosts: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  },
  strict,
)
export type TeamsEndpoints = Static<typeof TeamsEndpoints>

export const publicCloud: TeamsEndpoints = {
  openId: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  login: 'https://login.microsoftonline.com',
  issuer: 'https://api.botframework.com',
  hosts: ['botframework.com', 'smba.trafficmanager.net', 'teams.microsoft.com'],
}
/** Takes what is sent to any tenant of the public cloud. */
export const publicServiceUrl = 'https://smba.trafficmanager.net/teams/'

export const TeamsSettings = Type.Object(
  {
    /** Application (client) id of the bot. */
    appId: Guid,
    /** Where the bot is registered; without it `botframework.com`, as for bots of several tenants. */
    tenant: Type.Optional(Guid),
    /** Whose people may press. */
    tenants: Type.Array(Guid, { minItems: 1 }),
    /** File with the client secret; or a certificate, which is better. */
    secret: Type.Optional(Path),
    certificate: Type.Optional(Type.Object({ cert: Path, key: Path }, strict)),
    /** Channels and group chats that are asked, by conversation id. */
    conversations: Type.Array(Type.String({ pattern: idPattern })),
    /** Whether each person who is asked gets a card in their own chat with the bot as well. */
    personal: Type.Optional(Type.Boolean()),
    serviceUrl: Type.Optional(Url),
    endpoints: Type.Optional(TeamsEndpoints),
  },
  strict,
)
export type TeamsSettings = Static<typeof TeamsSettings>

/** Of accounts, and of addresses that are one person's own chat: `teams:<tenant>:<object id>`. */
export const accountPrefix = 'teams:'

export interface NamedSettings extends TeamsSettings {
  /** Of the channel. */
  readonly name: string
}
