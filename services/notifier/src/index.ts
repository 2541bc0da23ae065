/** The notifier: shows people what waits for them and carries their votes to the gate. */
export * from './config.ts'
export { Follower } from './follower.ts'
export * from './notifier.ts'
export * from './projection/memory.ts'
export * from './projection/port.ts'
export * from './projection/redis.ts'
export * from './start.ts'
