/** What is wrong with an intent, one row each: made out of a good one, with the refusal that it must get. */
import type { ErrorCode } from '@holdpoint/contracts'
import { intakeBytesMax } from '@holdpoint/contracts'
import { generateKey, Signer, signIntent } from '@holdpoint/seal'
import { actionWith, salt, signed } from './intents.ts'
import { agentId, type Stage } from './stage.ts'

const tenYearsMs = 10 * 365 * 24 * 3_600_000
const twoMegabytes = 2 * 1024 * 1024
const depth = 10_000

export interface Bad {
  readonly what: string
  readonly code: ErrorCode
  readonly field?: string
  /** Body, and the proof and salt beside it. */
  readonly make: (at: Stage) => { body: string; proof?: string; salt?: string }
  /** What Kafka itself refuses never gets there. */
  readonly isTooLargeForKafka?: true
}

const text = (change: (json: string) => string) => (at: Stage) => {
  const { action, ...rest } = signed(at, actionWith())
  return { ...rest, body: change(JSON.stringify(action)) }
}
const without = (name: string) =>
  text((json) => JSON.stringify({ ...JSON.parse(json), [name]: undefined }))
const withField = (fields: object) =>
  text((json) => JSON.stringify({ ...JSON.parse(json), ...fields }))
const signedAt = (offsetMs: number) => (at: Stage) => {
  const { action, ...rest } = signed(at, actionWith(), undefined, Date.now() + offsetMs)
  return { ...rest, body: JSON.stringify(action) }
}
const hello = '"text":"hello"'
const inParams = (json: string) => text((whole) => whole.replace(hello, json))

const notJson: readonly Bad[] = [
  { what: 'nothing', code: 'HP_JSON_SYNTAX', make: text(() => '') },
  { what: 'no JSON', code: 'HP_JSON_SYNTAX', make: text(() => 'refund 120 please') },
  { what: 'half of it', code: 'HP_JSON_SYNTAX', make: text((json) => json.slice(0, 60)) },
  { what: 'two values', code: 'HP_JSON_SYNTAX', make: text((json) => `${json}{}`) },
  { what: 'a number with a comma', code: 'HP_JSON_SYNTAX', make: inParams('"n":1,000') },
]
const ambiguous: readonly Bad[] = [
  {
    ...{ what: 'two equal keys', code: 'HP_JSON_DUPLICATE_KEY', field: '/params' },
    make: inParams('"amount":1,"amount":1000'),
  },
  {
    ...{ what: 'two equal keys at the top', code: 'HP_JSON_DUPLICATE_KEY', field: '' },
    make: text((json) => json.replace('{', '{"params":{},')),
  },
  {
    ...{ what: 'keys that differ by case', code: 'HP_JSON_DUPLICATE_KEY', field: '/params' },
    make: inParams('"amount":1,"Amount":1000'),
  },
  {
    ...{ what: 'keys that differ by composition', code: 'HP_JSON_DUPLICATE_KEY', field: '/params' },
    make: inParams('"caf\\u00e9":1,"cafe\\u0301":1000'),
  },
  {
    ...{ what: 'half a character', code: 'HP_JSON_SURROGATE', field: '/params/text' },
    make: inParams('"text":"\\ud83d"'),
  },
  {
    ...{ what: 'a noncharacter', code: 'HP_JSON_NONCHARACTER', field: '/params/text' },
    make: inParams('"text":"\\uffff"'),
  },
  {
    ...{ what: 'a number that no double holds', code: 'HP_JSON_NUMBER', field: '/params/n' },
    make: inParams('"n":9007199254740993'),
  },
]
const tooMuch: readonly Bad[] = [
  {
    ...{ what: '2 MB', code: 'HP_TOO_LARGE', isTooLargeForKafka: true },
    make: inParams(`"text":"${'x'.repeat(twoMegabytes)}"`),
  },
  {
    ...{ what: 'a little more than the limit', code: 'HP_TOO_LARGE' },
    make: inParams(`"text":"${'x'.repeat(intakeBytesMax)}"`),
  },
  {
    ...{ what: '10,000 levels', code: 'HP_JSON_DEPTH' },
    make: inParams(`"deep":${'['.repeat(depth)}${']'.repeat(depth)}`),
  },
]
const misshapen: readonly Bad[] = [
  ...['id', 'type', 'agent', 'params'].map((name): Bad => {
    return { what: `no ${name}`, code: 'HP_FIELD_INVALID', field: `/${name}`, make: without(name) }
  }),
  {
    ...{ what: 'no agent id', code: 'HP_FIELD_INVALID', field: '/agent/id' },
    make: withField({ agent: {} }),
  },
  {
    ...{ what: 'a misspelt field', code: 'HP_FIELD_INVALID', field: '/parms' },
    make: withField({ parms: {} }),
  },
  {
    ...{ what: 'an id that is none', code: 'HP_FIELD_INVALID', field: '/id' },
    make: withField({ id: 'order-17' }),
  },
  {
    ...{ what: 'a type with spaces', code: 'HP_FIELD_INVALID', field: '/type' },
    make: withField({ type: 'Refund a payment' }),
  },
  {
    ...{ what: 'a deadline that is no time', code: 'HP_FIELD_INVALID', field: '/expiresAt' },
    make: withField({ expiresAt: 'tomorrow' }),
  },
  {
    ...{ what: 'a run named by an address', code: 'HP_NAME_SENSITIVE', field: '/agent/run' },
    make: withField({ agent: { id: agentId, run: 'mara@bluefern-mail.example' } }),
  },
  {
    ...{ what: 'somebody unknown', code: 'HP_PRINCIPAL_UNKNOWN', field: '/onBehalfOf' },
    make: withField({ onBehalfOf: 'mara@bluefern-mail.example' }),
  },
]
const unproven: readonly Bad[] = [
  {
    ...{ what: 'no signature', code: 'HP_PROOF_MISSING', field: 'hpproof' },
    make: (at) => ({ body: text((json) => json)(at).body }),
  },
  {
    ...{ what: 'a signature without its salt', code: 'HP_PROOF_MISSING', field: 'hpsalt' },
    make: (at) => {
      const { salt: _, ...rest } = text((json) => json)(at)
      return rest
    },
  },
  {
    ...{ what: 'a payload changed after signing', code: 'HP_PROOF_INVALID', field: 'hpproof' },
    make: inParams('"text":"hallo"'),
  },
  {
    ...{ what: 'the signature of a stranger', code: 'HP_PROOF_INVALID', field: 'hpproof' },
    make: (at) => {
      const action = actionWith()
      const given = { signer: new Signer(generateKey().privateJwk), deployment: at.hp.urn }
      const { proof } = signIntent({ ...given, action, salt, nowMs: Date.now() })
      return { body: JSON.stringify(action), proof, salt }
    },
  },
  {
    ...{ what: 'the signature of an executor', code: 'HP_PROOF_INVALID', field: 'hpproof' },
    make: (at) => {
      const { action, ...rest } = signed(at, actionWith(), 'executor-billing.jwk')
      return { ...rest, body: JSON.stringify(action) }
    },
  },
  {
    ...{ what: 'one character less of it', code: 'HP_PROOF_INVALID', field: 'hpproof' },
    make: (at) => {
      const given = text((json) => json)(at)
      return { ...given, proof: given.proof.slice(0, -1) }
    },
  },
  {
    ...{ what: 'a clock ten years behind', code: 'HP_PROOF_INVALID', field: 'hpproof' },
    make: signedAt(-tenYearsMs),
  },
  {
    ...{ what: 'a clock ten years ahead', code: 'HP_PROOF_INVALID', field: 'hpproof' },
    make: signedAt(tenYearsMs),
  },
  {
    ...{ what: 'a salt that is too short', code: 'HP_EVENT_INVALID', field: 'hpsalt' },
    make: (at) => ({ ...text((json) => json)(at), salt: 'AAAA' }),
  },
]

export const badIntents: readonly Bad[] = [
  ...notJson,
  ...ambiguous,
  ...tooMuch,
  ...misshapen,
  ...unproven,
]
