/** The rules: who may do what to an action, as pure functions. */
export * from './demand.ts'
export * from './input.ts'
export { isQuorum } from './quorum.ts'
export * from './rules.ts'
export * from './state.ts'
export * from './step.ts'
export { transition } from './transition.ts'
