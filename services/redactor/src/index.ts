/** The redactor's sealing role, for processes that hold several services. The unsealing role is apart, in `@holdpoint/redactor/unsealing`. */
export { SealingConfig, UnsealingConfig } from './config.ts'
export { type SealingPorts, sealingService } from './sealing.ts'
