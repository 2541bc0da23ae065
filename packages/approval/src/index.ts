/** The rules: who may do what to an action, as pure functions. */
export * from './input.ts'
export * from './rules.ts'
export * from './state.ts'
export * from './step.ts'
