/** Credentials: of providers, in the formats that they document; of people, in the ways that people make them up. */
import type { Chance } from './chance.ts'

/** `prefix` and what follows it. */
const providers: readonly ((chance: Chance) => string)[] = [
  (c) => `gh${c.one(['p', 'o', 's', 'u'])}_${c.base62(36)}`,
  (c) => `github_pat_${c.base62(22)}_${c.base62(59)}`,
  (c) => `glpat-${c.base64url(20)}`,
  (c) => `xox${c.one(['b', 'p'])}-${c.number(12)}-${c.number(12)}-${c.base62(24)}`,
  (c) => `sk_live_${c.base62(24)}`,
  (c) => `rk_live_${c.base62(24)}`,
  (c) => `AIza${c.base64url(35)}`,
  (c) => `SG.${c.base64url(22)}.${c.base64url(43)}`,
  (c) => `npm_${c.base62(36)}`,
  (c) => `dop_v1_${c.hex(64)}`,
  (c) => `hf_${c.base62(34)}`,
  (c) => `sk-ant-api03-${c.base64url(93)}AA`,
  (c) => `shpat_${c.hex(32)}`,
  (c) => `dapi${c.hex(32)}`,
  (c) => `PMAK-${c.hex(24)}-${c.hex(34)}`,
  (c) => `lin_api_${c.base62(40)}`,
  (c) => `pypi-AgEIcHlwaS5vcmc${c.base64url(64)}`,
  (c) => `hvs.${c.base64url(95)}`,
  (c) => `glsa_${c.base62(32)}_${c.hex(8)}`,
  (c) => `NRAK-${c.upper(27)}`,
  (c) => `key-${c.hex(32)}`,
  (c) => `EAAA${c.base64url(60)}`,
  (c) => `${c.number(10)}:AA${c.base64url(33)}`,
  (c) =>
    `https://hooks.slack.com/services/T${c.shaped('%%%%%%%%%%')}/B${c.shaped('%%%%%%%%%%')}/${c.base62(24)}`,
]
export const token = (chance: Chance) => chance.one(providers)(chance)

const words = [
  'harbour',
  'Winter',
  'maple',
  'dragon',
  'Coffee',
  'Skyline',
  'tiger',
  'Lemon',
  'rocket',
  'Monkey',
]
export function password(chance: Chance): string {
  return chance.one([
    () => `${chance.one(words)}${chance.between(1970, 2025)}!`,
    () => `${chance.one(words)}_${chance.digits(3)}`,
    () => `${chance.upper(1)}${chance.lower(5)}#${chance.digits(2)}${chance.lower(3)}`,
    () => `${chance.base62(6)}$${chance.base62(5)}`,
    () => chance.base62(16),
    () => `${chance.one(words)}-${chance.one(words)}-${chance.digits(2)}`,
  ])()
}

/** A secret without a format: only the words around it say what it is. */
export const opaque = (chance: Chance) =>
  chance.one([() => chance.hex(40), () => chance.base62(32), () => chance.base64url(43)])()

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
export const jwt = (chance: Chance) =>
  [
    encoded({ alg: chance.one(['RS256', 'HS256', 'ES256']), typ: 'JWT' }),
    encoded({ sub: chance.uuid(), iat: 1_700_000_000 + chance.int(9_000_000), scope: 'read' }),
    chance.base64url(43),
  ].join('.')

const dashes = '-'.repeat(5)
export function privateKey(chance: Chance): string {
  const kind = chance.one(['RSA PRIVATE', 'PRIVATE', 'EC PRIVATE', 'OPENSSH PRIVATE'])
  const lines = Array.from({ length: chance.between(4, 12) }, () => chance.base62(64))
  const body = [`MII${chance.base62(61)}`, ...lines, `${chance.base62(30)}==`].join('\n')
  return `${dashes}BEGIN ${kind} KEY${dashes}\n${body}\n${dashes}END ${kind} KEY${dashes}`
}
export function certificate(chance: Chance): string {
  const body = Array.from({ length: 5 }, () => chance.base62(64)).join('\n')
  return `${dashes}BEGIN CERTIFICATE${dashes}\n${body}\n${dashes}END CERTIFICATE${dashes}`
}
