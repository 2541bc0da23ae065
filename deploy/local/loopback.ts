/** This machine as its own browser reaches it. */
import type { Server } from 'node:net'

/** Any other name that leads here is somebody's trick (DNS rebinding). */
const names: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** `host` is a Host header: a name, perhaps with a port. */
export function isLoopbackName(host: string | undefined): boolean {
  return names.has((host ?? '').toLowerCase().replace(/:\d{1,5}$/, ''))
}

/** Where a server listens, once it does. */
export function portOf(server: Server): number | undefined {
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}
