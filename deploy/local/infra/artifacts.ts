/**
 * Programs that run without installation: Kafka's jars and a static redis-server, from their Maven artifacts. Resolved once into a cache folder that is keyed
 * by the digest of the pom, so that another version gets another folder.
 */

import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import { zipEntries } from './zip.ts'

const pomFile = join(import.meta.dirname, 'pom.xml')
/** In the format of sha256sum; whatever Maven answers must be exactly this. */
const digestFile = join(import.meta.dirname, 'artifacts.sha256')
/** A slow mirror may take minutes for 50 MB. */
const resolveDeadlineMs = 10 * 60 * 1000

export interface Artifacts {
  readonly dir: string
  /** Sorted: the archive of shared classes needs the same order every time. */
  readonly classPath: readonly string[]
  readonly redisServer: string
}

export function cacheDir(root: string): string {
  return process.env['HOLDPOINT_CACHE'] ?? join(root, '.holdpoint', 'cache')
}

/** From the cache, or through Maven, which `onDownload` is told before. Throws HP_SETUP when Maven fails or the artifact has no binary for this machine. */
export function resolveArtifacts(cache: string, onDownload?: () => void): Artifacts {
  const digest = createHash('sha256').update(readFileSync(pomFile)).digest('hex').slice(0, 12)
  const dir = join(cache, `kafka-${digest}`)
  if (!existsSync(dir)) {
    onDownload?.()
    download(cache, dir)
  }
  const jars = readdirSync(join(dir, 'libs')).sort()
  return {
    dir,
    classPath: jars.map((jar) => join(dir, 'libs', jar)),
    redisServer: join(dir, 'redis-server'),
  }
}

function download(cache: string, dir: string): void {
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  const partial = join(cache, `.partial-${randomUUID()}`)
  const libs = join(partial, 'libs')
  try {
    runMaven(libs)
    checkDigests(libs, readFileSync(digestFile, 'utf8'))
    const redisJar = readdirSync(libs).find((name) => name.startsWith('embedded-redis-'))
    if (redisJar === undefined) throw missing('Maven gave no embedded-redis')
    extractRedis(join(libs, redisJar), join(partial, 'redis-server'))
    rmSync(join(libs, redisJar))
    publish(partial, dir)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

/** Two processes may download at once: the first rename wins, and both results are the same. */
function publish(partial: string, dir: string): void {
  try {
    renameSync(partial, dir)
  } catch (cause) {
    if (!existsSync(dir)) throw cause
  }
}

function runMaven(libs: string): void {
  const run = spawnSync(
    'mvn',
    [
      ...['-q', '-B', '-ntp', '-f', pomFile, 'dependency:copy-dependencies'],
      ...['-DincludeScope=runtime', `-DoutputDirectory=${libs}`],
    ],
    { encoding: 'utf8', timeout: resolveDeadlineMs },
  )
  if (run.status === 0) return
  const line = `${run.stdout}\n${run.stderr}`.split('\n').find((text) => text.includes('ERROR'))
  const told = stripVTControlCharacters(line ?? '')
    .replace('[ERROR]', '')
    .trim()
  const why = told === '' ? 'mvn did not run' : told
  throw missing(
    `Maven could not fetch Apache Kafka and Redis; without them, HOLDPOINT_SERVERS=memory runs everything in one process (${why})`,
  )
}

/** Throws HP_SETUP, naming the file, unless the folder holds exactly the listed files. */
export function checkDigests(libs: string, list: string): void {
  const lines = list.trim().split('\n')
  const expected = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
  for (const name of new Set([...expected.keys(), ...readdirSync(libs)])) {
    const file = join(libs, name)
    const content = existsSync(file) ? readFileSync(file) : ''
    const digest = createHash('sha256').update(content).digest('hex')
    if (digest !== expected.get(name)) {
      throw missing(`Maven gave another ${name} than artifacts.sha256 lists`)
    }
  }
}

function extractRedis(jar: string, target: string): void {
  const system = platform() === 'darwin' ? 'darwin' : 'linux'
  const machine = arch() === 'arm64' ? 'arm64' : 'amd64'
  const entry = zipEntries(readFileSync(jar)).find(
    ({ name }) => name.startsWith('redis-server-') && name.endsWith(`-${system}-${machine}`),
  )
  if (entry === undefined) throw missing(`no Redis for ${platform()} on ${arch()}`)
  writeFileSync(target, entry.read())
  chmodSync(target, 0o755)
}

const missing = (what: string) => new HoldpointError('HP_SETUP', { what })
