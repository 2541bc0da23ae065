/** Shapes of the settings that services share. A service's own schema is made of these: `Type.Object({ ...processSettings, kafka: KafkaSettings, … })`. */
import { Name } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false } as const
const Port = Type.Integer({ minimum: 0, maximum: 65_535 })
/** A path; relative ones are taken from the folder of the settings file. */
export const Path = Type.String({ minLength: 1 })

export const KafkaSettings = Type.Object(
  {
    /** `host:port` each. */
    brokers: Type.Array(Type.String({ pattern: '^[^\\s:]+:[0-9]{1,5}$' }), { minItems: 1 }),
    /** Before every topic, group and transactional id: empty, or a name and a dot. */
    prefix: Type.String({ pattern: '^([A-Za-z0-9-]+\\.)?$' }),
    username: Type.String({ minLength: 1 }),
    password: Type.String({ minLength: 1 }),
    /** Consumer group, where it is not the service's own name. */
    group: Type.Optional(Name),
    /** TLS to the brokers; the platform's certificate authorities, or this PEM file. */
    tls: Type.Optional(Type.Union([Type.Boolean(), Type.Object({ ca: Path }, strict)])),
  },
  strict,
)
export type KafkaSettings = Static<typeof KafkaSettings>

export const RedisSettings = Type.Object(
  {
    host: Type.String({ minLength: 1 }),
    port: Port,
    username: Type.String({ minLength: 1 }),
    password: Type.String({ minLength: 1 }),
    /** Before every key. */
    namespace: Name,
    tls: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type RedisSettings = Static<typeof RedisSettings>

export const HttpSettings = Type.Object(
  {
    /** Address to listen on. */
    host: Type.String({ minLength: 1 }),
    /** 0: any free port. */
    port: Port,
    /** Requests that one process answers: of each proven caller, and of each address before that. */
    limits: Type.Optional(
      Type.Object(
        {
          callerPerSecond: Type.Optional(Type.Integer({ minimum: 1 })),
          addressPerSecond: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        strict,
      ),
    ),
    /** Addresses of proxies whose `X-Forwarded-For` is believed. Default: nobody's. */
    proxies: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
  },
  strict,
)
export type HttpSettings = Static<typeof HttpSettings>

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]
export const LogSettings = Type.Object(
  { level: Type.Union(logLevels.map((level) => Type.Literal(level))) },
  strict,
)

/** What every service has. */
export const processSettings = {
  service: Name,
  /** Issuer and audience of every signature. */
  deployment: Type.String({ pattern: '^urn:[a-z0-9][a-z0-9-]{0,31}:\\S{1,200}$' }),
  http: HttpSettings,
  log: Type.Optional(LogSettings),
} as const
