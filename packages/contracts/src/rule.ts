/** Broken schema rules in words. Only what the schema says goes in, never what was sent. */
import type { TLocalizedValidationError } from 'typebox/error'
import {
  actionIdPattern,
  actionTypePattern,
  digestPattern,
  namePattern,
  originalIdPattern,
} from './ids.ts'

const patternWords: Readonly<Record<string, string>> = {
  [actionIdPattern]: 'must be a lower-case UUID, with ~n behind it for a reversal',
  [originalIdPattern]: 'must be a lower-case UUID: the id of an action that is no reversal',
  [actionTypePattern]: 'must be a dotted lower-case type such as payments.refund',
  [digestPattern]: 'must be a digest: sha256: and 43 characters of base64url',
  [namePattern]: 'must be a plain name: letters, digits and . _ : @ / + -',
}

/** The sentence's second half, behind the name of the field. */
export function ruleOf(error: TLocalizedValidationError): string {
  switch (error.keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not part of the contract'
    case 'type':
      return `must be ${[error.params.type].flat().join(' or ')}`
    case 'pattern':
      return patternWords[String(error.params.pattern)] ?? `must match ${error.params.pattern}`
    case 'format':
      return error.params.format === 'date-time'
        ? 'must be an RFC 3339 date-time with a zone'
        : `must be a valid ${error.params.format}`
    case 'const':
      return `must be ${String(error.params.allowedValue)}`
    case 'enum':
      return `must be one of ${error.params.allowedValues.join(', ')}`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `must be ${error.params.comparison} ${error.params.limit}`
    case 'minLength':
      return `must have at least ${error.params.limit} characters`
    case 'maxLength':
      return `must have at most ${error.params.limit} characters`
    case 'minItems':
      return `must have at least ${error.params.limit} items`
    case 'maxItems':
      return `must have at most ${error.params.limit} items`
    case 'anyOf':
      return 'has none of the allowed forms'
    default:
      return 'is not valid'
  }
}
