import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig, parseConfig } from './config.ts'
import { KafkaSettings, Path, processSettings, RedisSettings } from './config-shape.ts'

const Schema = Type.Object(
  {
    ...processSettings,
    kafka: KafkaSettings,
    redis: Type.Optional(RedisSettings),
    files: Type.Optional(Type.Object({ trust: Path }, { additionalProperties: false })),
    keys: Type.Optional(Type.Object({ own: Path }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)
const settings = `
service: gate
deployment: urn:holdpoint:demo
http: { host: 127.0.0.1, port: 0 }
log: { level: info }
kafka:
  brokers: ['127.0.0.1:9092']
  prefix: ''
  username: gate
  password: hunter2-hunter2
`
const parse = (text: string) => parseConfig(Schema, text, '/etc/holdpoint/gate.yaml')
const said = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return `${error} ${inspect(error)}`
  }
  return 'accepted'
}

describe('a wrong setting is refused by file and field', () => {
  test.each([
    ['a missing group', settings.slice(0, settings.indexOf('kafka:')), '/kafka is missing'],
    ['a missing field', settings.replace(/ {2}username.*\n/, ''), '/kafka/username is missing'],
    ['a misspelt field', `${settings}passwort: x\n`, '/passwort is not part of the contract'],
    ['a wrong type', settings.replace('port: 0', 'port: http'), '/http/port must be integer'],
    [
      'a port that is none',
      settings.replace('port: 0', 'port: 70000'),
      '/http/port must be <= 65535',
    ],
    ['a broker without a port', settings.replace(':9092', ''), '/kafka/brokers/0 must match'],
    ['no brokers', settings.replace(/\['.*'\]/, '[]'), '/kafka/brokers must have at least 1 items'],
    [
      'a prefix without its dot',
      settings.replace("prefix: ''", 'prefix: demo'),
      '/kafka/prefix must',
    ],
    [
      'no deployment name',
      settings.replace('urn:holdpoint:demo', 'demo'),
      '/deployment must match',
    ],
    [
      'a level that is none',
      settings.replace('info', 'loud'),
      '/log/level must be one of trace, debug',
    ],
    ['an empty file', '', 'the file must be object'],
    ['a list', '- a', 'the file must be object'],
  ])('%s', (_, text, words) => {
    expect(said(() => parse(text))).toContain(`/etc/holdpoint/gate.yaml: ${words}`)
  })

  test.each([
    ['a tab', 'a:\n\tb: 1', 'line 2 is not valid YAML'],
    ['a key twice', 'a: 1\nb: 2\na: 3', 'line 3 is not valid YAML (DUPLICATE_KEY)'],
    ['an unclosed string', 'a: "x', 'line 1 is not valid YAML'],
    ['a tag', 'a: !!js/function x', 'line 1 is not valid YAML'],
  ])('YAML with %s, by line', (_, text, words) => {
    expect(said(() => parse(text))).toContain(words)
  })

  test('no refusal shows a value', () => {
    for (const text of [
      settings.replace('password: hunter2', 'password: [hunter2'),
      settings.replace('password:', 'brokers:'),
      `${settings}\nextra: "hunter2`,
    ]) {
      expect(said(() => parse(text))).toMatch(/HP_CONFIG|gate\.yaml/)
      expect(said(() => parse(text))).not.toContain('hunter2')
    }
  })
})

describe('good settings', () => {
  test('come typed, with paths from the folder of the file', () => {
    const text = `${settings}files: { trust: ../trust.yaml }\nkeys: { own: /run/keys/gate.jwk }\n`
    const config = parse(text)
    expect(config.kafka.brokers).toEqual(['127.0.0.1:9092'])
    expect(config.files?.trust).toBe('/etc/trust.yaml')
    expect(config.keys?.own).toBe('/run/keys/gate.jwk')
  })

  test('print as one word, since they hold passwords', () => {
    const config = parse(settings)
    expect(config.kafka.password).toBe('hunter2-hunter2')
    expect(inspect(config)).toBe('[settings]')
    expect(JSON.stringify({ config })).toBe('{"config":"[settings]"}')
  })
})

describe('the file that the environment names', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdpoint-config-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('must be named', async () => {
    await expect(loadConfig(Schema, {})).rejects.toThrow(
      'environment: HOLDPOINT_CONFIG must name the settings file',
    )
  })

  test('must be there, and be a page', async () => {
    const missing = join(folder, 'missing.yaml')
    await expect(loadConfig(Schema, { HOLDPOINT_CONFIG: missing })).rejects.toThrow(
      `${missing}: the file cannot be read`,
    )
    const large = join(folder, 'large.yaml')
    await writeFile(large, '#'.repeat(65 * 1024))
    await expect(loadConfig(Schema, { HOLDPOINT_CONFIG: large })).rejects.toThrow('more than 65536')
  })

  test('is read', async () => {
    const file = join(folder, 'gate.yaml')
    await writeFile(file, settings)
    const config = await loadConfig(Schema, { HOLDPOINT_CONFIG: file })
    expect(config.service).toBe('gate')
  })
})
