/** Slack's side of Socket Mode: addresses that are good for one connection, frames to one of the open sockets, and what it hears back. */
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** An app may have this many at once. */
const socketsMax = 10

export type Receipt =
  | { readonly isAcknowledged: true; readonly answer: unknown }
  | { readonly isAcknowledged: false }

export class Sockets {
  readonly #server: WebSocketServer
  readonly #http: Server
  readonly #tickets = new Set<string>()
  readonly #open: WebSocket[] = []
  readonly #awaited = new Map<string, (receipt: Receipt) => void>()
  #count = 0

  constructor(http: Server) {
    this.#http = http
    this.#server = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, socket, head) => {
      if (!this.#isExpected(request)) return socket.destroy()
      this.#server.handleUpgrade(request, socket, head, (opened) => this.#greet(opened))
    })
  }

  get count(): number {
    return this.#open.length
  }

  /** An address for one connection. */
  issue(): string {
    const ticket = `ticket-${++this.#count}`
    this.#tickets.add(ticket)
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/link/?ticket=${ticket}`
  }

  /** To one of the sockets, as Slack does it, and to no other when that one stays silent. */
  send(type: string, payload: unknown, withinMs: number): Promise<Receipt> {
    const [socket] = this.#open
    if (socket === undefined) return Promise.resolve({ isAcknowledged: false })
    this.#open.push(...this.#open.splice(0, 1))
    const envelope_id = `envelope-${++this.#count}`
    const { promise, resolve } = Promise.withResolvers<Receipt>()
    this.#awaited.set(envelope_id, resolve)
    const timer = setTimeout(() => resolve({ isAcknowledged: false }), withinMs)
    const accepts_response_payload = true
    socket.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload }))
    return promise.finally(() => {
      clearTimeout(timer)
      this.#awaited.delete(envelope_id)
    })
  }

  /** Tells the apps to come again, as Slack does every hour or so. */
  refresh(): void {
    for (const socket of this.#open) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    }
  }

  /** Without a word, as a network does. */
  drop(): void {
    for (const socket of this.#open) socket.terminate()
  }

  close(): void {
    this.drop()
    this.#server.close()
  }

  #isExpected({ url = '' }: IncomingMessage): boolean {
    const ticket = new URL(url, 'ws://slack').searchParams.get('ticket') ?? ''
    return this.#tickets.delete(ticket)
  }

  #greet(socket: WebSocket): void {
    if (this.#open.length >= socketsMax) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }))
      socket.close()
      return
    }
    this.#open.push(socket)
    socket.on('close', () => this.#open.splice(this.#open.indexOf(socket), 1))
    socket.on('error', () => socket.terminate())
    socket.on('message', (data) => this.#hear(String(data)))
    const hello = { type: 'hello', num_connections: this.#open.length }
    socket.send(JSON.stringify({ ...hello, connection_info: { app_id: 'A0HOLDPOINT' } }))
  }

  #hear(text: string): void {
    const { envelope_id, payload } = JSON.parse(text) as { envelope_id: string; payload?: unknown }
    this.#awaited.get(envelope_id)?.({ isAcknowledged: true, answer: payload })
  }
}
