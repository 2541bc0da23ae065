/** The log over HTTP: the static files that any C2SP client reads, and the few questions that need an index. Views are never served. */
import { HoldpointError, isActionId } from '@holdpoint/contracts'
import type { createEdge } from '@holdpoint/service'
import { encodeProof, proveInclusion, type ReadTile, readTile } from '@holdpoint/tlog'
import type { LogWriter } from '@holdpoint/tlog/store'
import { encodeLeaf } from '../leaf.ts'
import type { Recorder } from '../recorder.ts'
import { TileCache } from './tile-cache.ts'

/** Leaves of one action in one answer; more are commands that changed nothing. */
const recordsMax = 200
const immutable = 'public, max-age=31536000, immutable'
const indexPattern = /^(0|[1-9][0-9]{0,15})$/

export interface RouteOptions {
  readonly log: LogWriter
  readonly recorder: Recorder
  readonly deployment: string
  readonly origin: string
  /** Key of the log. Whoever verifies takes it from a place that the log's keeper can't write. */
  readonly vkey: string
}

type Query = Readonly<Record<string, unknown>>

export function addRoutes(edge: ReturnType<typeof createEdge>, options: RouteOptions): void {
  const { log, deployment, origin, vkey } = options
  const tiles = new TileCache((path) => log.read(path))
  edge.get('/checkpoint', async (_, reply) =>
    reply.type('text/plain; charset=utf-8').send(Buffer.from(log.published.note)),
  )
  edge.get('/tile/*', async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://log')
    const bytes = await log.read(pathname.slice(1))
    if (!bytes) throw new HoldpointError('HP_ROUTE')
    return reply
      .headers({ 'cache-control': immutable, 'content-type': 'application/octet-stream' })
      .send(Buffer.from(bytes))
  })
  edge.get('/v1/keys', async () => ({ deployment, origin, vkey }))
  edge.get('/v1/records', async (request) => await recordsOf(request.query as Query, options))
  edge.get('/v1/proofs/inclusion', async (request, reply) => {
    const index = indexAsked(request.query as Query, options)
    const proof = await prove(index, options, (id) => readTile((path) => tiles.read(path), id))
    return reply.type('text/plain; charset=utf-8').send(proof)
  })
}

async function recordsOf(query: Query, { log, recorder }: RouteOptions) {
  const known = recorder.leavesOf(actionAsked(query)).slice(0, recordsMax)
  if (known.length === 0) throw unknownAction(query)
  const records = await Promise.all(
    known.map(async ({ index }) => ({ index, leaf: await recorder.leaf(index) })),
  )
  return { size: log.published.size, records }
}

/** `index`, or of an `action` its case; while it is open, its newest leaf. */
function indexAsked(query: Query, { log, recorder }: RouteOptions): number {
  if (query['action'] === undefined) {
    const text = String(query['index'])
    if (!indexPattern.test(text)) throw invalid('index', 'must be a number')
    if (Number(text) < log.size) return Number(text)
    throw invalid('index', `must be below ${log.size}`)
  }
  const leaves = recorder.leavesOf(actionAsked(query))
  const found = leaves.findLast(({ kind }) => kind === 'case') ?? leaves.at(-1)
  if (!found) throw unknownAction(query)
  return found.index
}

/** A leaf that no checkpoint covers yet is waited for: that takes less than a second. */
async function prove(
  index: number,
  { log, recorder }: RouteOptions,
  read: ReadTile,
): Promise<string> {
  await recorder.covered(index)
  const { size, note } = log.published
  const path = await proveInclusion(index, size, read)
  // The leaf travels in `extra`: nobody vouches for that field, but the hash of what it holds is what the proof is about.
  return encodeProof({
    extra: encodeLeaf(await recorder.leaf(index)),
    index,
    path,
    checkpoint: note,
  })
}

function actionAsked(query: Query) {
  const action = query['action']
  if (isActionId(action)) return action
  throw invalid('action', 'must be the id of an action')
}

const unknownAction = (query: Query) =>
  new HoldpointError('HP_ACTION_UNKNOWN', { actionId: actionAsked(query) })

const invalid = (field: string, rule: string) =>
  new HoldpointError('HP_FIELD_INVALID', { field, rule })
