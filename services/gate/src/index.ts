/** The gate, for simulations and tests that put other ports into it. */

export type { RulesInForce } from './adoption.ts'
export { Authenticator } from './authenticate.ts'
export { GateConfig } from './config.ts'
export { Gate, type GateDeps } from './gate.ts'
export { Quarantine } from './quarantine.ts'
export { RedactorKey } from './redacted.ts'
export { startGate } from './start.ts'
