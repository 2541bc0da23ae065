/**
 * A child process that does not outlive this one, whatever ends it, and whose output goes to a file. It has a session of its own, so that Ctrl-C reaches only
 * us and we decide the order in which things stop.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a process gets between SIGTERM and SIGKILL. */
const stopDeadlineMs = 10_000
/** The signal is sent only for a parent that dies later; one that is gone already is seen by the number of the present parent. The shell adds PWD. */
const unlessOrphaned = 'test "$PPID" = "$0" && unset PWD && exec "$@"'

export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly logFile: string
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Of a Node process: opens a channel to it, and gets what it says there. */
  readonly onMessage?: (message: unknown) => void
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Child {
  readonly pid: number
  readonly exited: Promise<Exit>
  /** Undefined while it runs. */
  exit(): Exit | undefined
  kill(signal: NodeJS.Signals): void
  /** Over the channel; lost when it has ended, or where none was opened. */
  send(message: object): void
  /** SIGTERM, after the deadline SIGKILL; resolves when it is gone. */
  stop(deadlineMs?: number): Promise<Exit>
}

export function startChild(options: ChildOptions): Child {
  mkdirSync(dirname(options.logFile), { recursive: true, mode: 0o700 })
  const log = openSync(options.logFile, 'a', 0o600)
  const bound = hasSetpriv()
  const [command, args] = bound ? ['setpriv', tied(options)] : [options.command, options.args]
  const process_ = spawn(command, args, {
    stdio: ['ignore', log, log, ...(options.onMessage === undefined ? [] : ['ipc' as const])],
    detached: true,
    cwd: options.cwd,
    env: options.env ?? process.env,
  })
  closeSync(log)
  if (options.onMessage !== undefined) process_.on('message', options.onMessage)
  const guard = bound || process_.pid === undefined ? undefined : startGuard(process_.pid)
  return watch(process_, guard)
}

function watch(process_: ChildProcess, guard: ChildProcess | undefined): Child {
  let exit: Exit | undefined
  const exited = new Promise<Exit>((resolve) => {
    const end = (value: Exit) => {
      exit ??= value
      guard?.kill('SIGKILL')
      resolve(exit)
    }
    process_.once('error', () => end({ code: 127, signal: null }))
    process_.once('exit', (code, signal) => end({ code, signal }))
  })
  const kill = (signal: NodeJS.Signals) => {
    if (exit === undefined) process_.kill(signal)
  }
  const stop = async (deadlineMs = stopDeadlineMs) => {
    kill('SIGTERM')
    // A stopped process would take the signal only when it goes on.
    kill('SIGCONT')
    const timer = setTimeout(() => kill('SIGKILL'), deadlineMs)
    const result = await exited
    clearTimeout(timer)
    return result
  }
  const send = (message: object) => {
    if (process_.connected) process_.send(message, () => {})
  }
  return { pid: process_.pid ?? -1, exited, exit: () => exit, kill, send, stop }
}

function tied({ command, args }: ChildOptions): string[] {
  const check = ['sh', '-c', unlessOrphaned, String(process.pid)]
  return ['--pdeathsig', 'KILL', ...check, command, ...args]
}

let setpriv: boolean | undefined

function hasSetpriv(): boolean {
  setpriv ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0
  return setpriv
}

/** Where the kernel cannot tie a child to us, a shell reads from a pipe that ends when we do, and then ends the child. */
function startGuard(pid: number): ChildProcess {
  const guard = spawn('sh', ['-c', `cat >/dev/null; kill -KILL ${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.on('error', () => {})
  guard.unref()
  return guard
}
