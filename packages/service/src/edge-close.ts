/** Closing a server without waiting for those who do nothing or never end: browsers open connections ahead of need, long polls and event streams last. */
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { SystemTime } from './time.ts'

/** Answers in hand get this long; below the deadline of a service's stop. */
const drainMsMax = 2000

/** The server closes connections between two requests itself; this closes those that never sent one at once, and all others after the drain. */
export function closeInTime(edge: FastifyInstance, { sleep }: Pick<SystemTime, 'sleep'>): void {
  const unused = new Set<Socket>()
  edge.server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  edge.server.on('request', ({ socket }) => unused.delete(socket))
  edge.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy()
    void sleep(drainMsMax).then(() => edge.server.closeAllConnections())
  })
}
