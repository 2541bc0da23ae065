export * from './codec.ts'
export { openMemoryStore } from './memory.ts'
export {
  MemoryStoreServer,
  type StoreFault,
  type StoreSnapshot,
  type StoreVerb,
} from './memory-server.ts'
export * from './open-sum.ts'
export * from './port.ts'
export { openRedisStore, type RedisStoreOptions, storeCommands } from './redis.ts'
