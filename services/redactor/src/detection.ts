/** The operator's file of what else to find, and of what placeholders may show. */
import { check, HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import {
  createRedactor,
  type EntityType,
  type RedactorConfig,
  type RevealType,
  reveals,
  types,
} from '@holdpoint/redaction'
import Type from 'typebox'
import { parse } from 'yaml'

const strict = { additionalProperties: false } as const
const Texts = Type.Optional(Type.Array(Type.String()))
const Detector = Type.Object(
  {
    name: Type.String(),
    type: Type.Enum(Object.keys(types) as EntityType[]),
    score: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    caseSensitive: Type.Optional(Type.Boolean()),
    literals: Texts,
    globs: Texts,
    shapes: Texts,
  },
  strict,
)
const DetectionFile = Type.Object(
  {
    detectors: Type.Optional(Type.Array(Detector)),
    /** Types whose placeholders show a part of the value. */
    reveal: Type.Optional(Type.Array(Type.Enum(Object.keys(reveals) as RevealType[]))),
  },
  strict,
)

export type Detection = Pick<RedactorConfig, 'detectors' | 'reveal'>

/** Only to see whether the engine takes the detectors: any key will do. */
const anyKeyBytes = 32
const regexNames = ['regex', 'regexes', 'regexp', 'regexps', 'pattern', 'patterns']

/** Throws HP_CONFIG naming file and field. */
export function parseDetection(text: string, file: string): Detection {
  const root = readYaml(text, file)
  try {
    refuseRegexes(root)
    const { detectors = [], reveal = [] } = check(DetectionFile, root)
    const detection = { detectors, reveal: Object.fromEntries(reveal.map((type) => [type, true])) }
    createRedactor({ tagKey: Buffer.alloc(anyKeyBytes), ...detection })
    return detection
  } catch (error) {
    if (!isHoldpointError(error) || error.code !== 'HP_FIELD_INVALID') throw error
    const { field, rule } = error.details
    throw refusal(file, String(field) || 'the file', String(rule))
  }
}

function readYaml(text: string, file: string): unknown {
  try {
    // Aliases could blow a small file up; nothing here repeats.
    return parse(text, { maxAliasCount: 0 }) ?? {}
  } catch (cause) {
    throw refusal(file, 'the file', 'is not YAML', cause)
  }
}

/** The schema would only say that the field is unknown. */
function refuseRegexes(root: unknown): void {
  const { detectors } = membersOf(root)
  if (!Array.isArray(detectors)) return
  for (const [index, detector] of detectors.entries()) {
    const name = regexNames.find((each) => Object.hasOwn(membersOf(detector), each))
    if (name === undefined) continue
    const rule = 'is not taken: nobody can bound the time of a regular expression; write shapes'
    throw new HoldpointError('HP_FIELD_INVALID', { field: `/detectors/${index}/${name}`, rule })
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}

function refusal(file: string, field: string, rule: string, cause?: unknown): HoldpointError {
  return new HoldpointError('HP_CONFIG', { file, field, rule }, cause)
}
