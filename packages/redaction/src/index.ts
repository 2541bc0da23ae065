/** The redaction engine: any JSON value in, masked value and findings out. No I/O. */
export type { CustomDetector } from './custom/detectors.ts'
export { defaultLimits, type Limits } from './limits.ts'
export {
  createRedactor,
  type RedactionScope,
  type Redactor,
  type RedactorConfig,
  type Report,
} from './redactor.ts'
export { type Reveal, type RevealType, reveals } from './reveal.ts'
export type { Suggest, Suggestion } from './suggest.ts'
export { typesTable } from './type-table.ts'
export { type EntityType, type Label, type Profile, types } from './types.ts'
