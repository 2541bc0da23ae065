/** The auditor, for processes that hold several services. */
export { AuditorConfig } from './config.ts'
export { type AuditorPorts, auditorService } from './service.ts'
