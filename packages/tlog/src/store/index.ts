/** Writers of logs. */
export * from './port.ts'
export * from './posix-log.ts'
