/** The redactor's sealing role, for processes that hold several services. The unsealing role is apart, in `@holdpoint/redactor/unsealing`. */
export { SealingConfig, UnsealingConfig } from './config.ts'
export type { Told } from './handle.ts'
export { PlainNames } from './plain-name.ts'
export { parsePrincipals } from './principals.ts'
export { type SealingPorts, sealingService } from './sealing.ts'
export { startSealing } from './sealing-role.ts'
export { secondOpinion } from './second-opinion.ts'
