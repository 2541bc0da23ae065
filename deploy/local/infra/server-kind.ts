/** What can be asked for, and what comes back, wherever the servers run. */
import type { OperatorAccess } from '../deployment/provision.ts'
import type { RedisAccess } from '../deployment/redis-namespace.ts'

export type ServerKind = 'given' | 'docker' | 'local' | 'memory'

export interface ServersOptions {
  /** Letters, digits and dashes; names containers. */
  readonly name: string
  readonly dir: string
  readonly cache: string
  readonly given?: { readonly kafka: OperatorAccess; readonly redis: RedisAccess } | undefined
  /** Instead of the first that works. */
  readonly kind?: ServerKind | undefined
  readonly kafkaPort?: number | undefined
  readonly redisPort?: number | undefined
  /** Told in one line what is being done, since fetching may take minutes. */
  readonly say: (line: string) => void
}

export interface RunningServers {
  readonly kind: 'given' | 'docker' | 'local'
  readonly kafka: OperatorAccess
  readonly redis: RedisAccess
  /** Given ones are left alone. */
  stop(): Promise<void>
}

/** Nothing was started: services have to run on ports in memory. */
export interface NoServers {
  readonly kind: 'memory'
  /** What is missing, in one sentence. */
  readonly why: string
}
