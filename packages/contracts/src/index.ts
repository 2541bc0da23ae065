/** What may travel between the parts of Holdpoint. */
export * from './errors.ts'
export * from './events/index.ts'
export * from './ids.ts'
export * from './limits.ts'
export * from './placeholder.ts'
export * from './shapes.ts'
export * from './topics.ts'
