/** The page: files of `console/`, read once, served as they are. A fixed list, so that no request can name another file. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from './headers.ts'

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
const page = 'index.html'
const peoplePage = 'people.html'

export interface ConsoleSettings {
  readonly deployment: string
  /** Where people sign in; the page asks it for tokens. */
  readonly issuer: string
  /** True where the issuer is the demo's, which asks for no password. */
  readonly isDemo: boolean
  /** Accounts of chats can be linked. */
  readonly hasAccounts?: true
}

interface StaticFile {
  readonly bytes: Buffer
  readonly type: string
  readonly etag: string
}

export function consoleRoutes(
  edge: FastifyInstance,
  folder: string,
  settings: ConsoleSettings,
): void {
  const files = readFiles(folder)
  const headers = pageHeaders([new URL(settings.issuer).origin])
  const serve = (name: string) => (request: FastifyRequest, reply: FastifyReply) => {
    const file = files.get(name)
    if (file === undefined) return reply.callNotFound()
    reply.headers({ ...headers, etag: file.etag, 'content-type': file.type })
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
    return reply.send(file.bytes)
  }
  edge.get('/', serve(page))
  edge.get('/a/:id', serve(page))
  edge.get('/people', serve(peoplePage))
  // Where one-time links lead; what makes them work never gets here.
  edge.get('/link', serve(peoplePage))
  for (const name of files.keys()) edge.get(`/console/${name}`, serve(name))
  edge.get('/console/settings', (_, reply) => reply.headers(headers).send(settings))
}

function readFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  for (const name of readdirSync(folder)) {
    const type = types[name.split('.').at(-1) ?? '']
    if (type === undefined) continue
    const bytes = readFileSync(`${folder}/${name}`)
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    files.set(name, { bytes, type, etag })
  }
  return files
}
