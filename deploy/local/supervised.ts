/**
 * One service process: started from its main.ts, watched, and started again with growing pauses when it ends. Services are crash-only, so an exit is nothing
 * special here; what keeps one from becoming ready is.
 */

import { existsSync, readFileSync } from 'node:fs'
import { HoldpointError } from '@holdpoint/contracts'
import { type Child, type Exit, startChild } from './infra/child.ts'
import { until } from './infra/wait.ts'

const restartFirstMs = 200
const restartMaxMs = 5000
/** Who has run for this long starts again without a pause. */
const healthyMs = 10_000
/** One probe; a process that hangs longer is not ready. */
const probeTimeoutMs = 2000
/** Services give their work a deadline of their own; this is for one that does not end at all. */
const stopDeadlineMs = 15_000
const tailLines = 5
/** What ends so often before it was ready once will not become it. */
const startsMax = 4

export interface ProcessSpec {
  readonly name: string
  /** TypeScript or JavaScript file, run by this Node. */
  readonly file: string
  readonly args?: readonly string[]
  /** All that it gets beside PATH: nothing of ours leaks in. */
  readonly env?: Readonly<Record<string, string>>
  readonly logFile: string
  /** `never`: stays down until `start`; for tests that look at what an exit leaves. */
  readonly restart: 'always' | 'never'
  /** Base of its HTTP edge. */
  readonly url?: string
  readonly onExit?: (exit: Exit) => void
  /** Opens a channel to it, and gets what it says there. */
  readonly onMessage?: (message: unknown) => void
}

export class Supervised {
  readonly spec: ProcessSpec
  #child: Child | undefined
  #isWanted = false
  #pause: NodeJS.Timeout | undefined
  #pauseMs = restartFirstMs
  #startCount = 0

  constructor(spec: ProcessSpec) {
    this.spec = spec
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#child?.exit() === undefined ? this.#child?.pid : undefined
  }

  /** True between `start` and `stop`: an exit meanwhile was none of ours. */
  get isWanted(): boolean {
    return this.#isWanted
  }

  /** How often it was started again. */
  get restartCount(): number {
    return Math.max(0, this.#startCount - 1)
  }

  start(): void {
    this.#isWanted = true
    clearTimeout(this.#pause)
    if (this.pid === undefined) this.#spawn()
  }

  /** Over its channel; lost while it is down. */
  send(message: object): void {
    this.#child?.send(message)
  }

  /** No-op while it is down. */
  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Resolves when the present process is gone, by whatever hand. */
  async exited(): Promise<Exit> {
    return (await this.#child?.exited) ?? { code: null, signal: null }
  }

  /** Resolves when `GET /readyz` answers 200. Rejects at the deadline, or when it ended for good or too often, with the end of its log. */
  async ready(deadlineMs: number): Promise<void> {
    const { name, url, restart } = this.spec
    if (url === undefined) throw new TypeError(`${name} has no address to ask`)
    const from = this.#startCount
    const triesMax = restart === 'never' ? 1 : startsMax
    const isOver = () => this.pid === undefined && this.#startCount - from >= triesMax - 1
    await until(async () => isOver() || (await isReady(url)), {
      deadlineMs,
      what: `${name} to be ready`,
    }).catch((error: unknown) => {
      throw this.#withTail(`${name} did not become ready in ${deadlineMs} ms`, error)
    })
    if (isOver()) throw this.#withTail(`${name} ended before it was ready`)
  }

  /** SIGTERM, later SIGKILL; resolves when it is gone and will not come back. */
  async stop(): Promise<void> {
    this.#isWanted = false
    clearTimeout(this.#pause)
    await this.#child?.stop(stopDeadlineMs)
  }

  #spawn(): void {
    const { file, args = [], env = {}, logFile, onMessage } = this.spec
    const startedMs = performance.now()
    this.#startCount++
    const child = startChild({
      command: process.execPath,
      args: [file, ...args],
      logFile,
      env: { ...inherited(), ...env },
      ...(onMessage === undefined ? {} : { onMessage }),
    })
    this.#child = child
    void child.exited.then((exit) => {
      this.spec.onExit?.(exit)
      if (!this.#isWanted || this.spec.restart === 'never' || this.#child !== child) return
      if (performance.now() - startedMs > healthyMs) this.#pauseMs = restartFirstMs
      this.#pause = setTimeout(() => this.#spawn(), this.#pauseMs)
      this.#pauseMs = Math.min(restartMaxMs, this.#pauseMs * 2)
    })
  }

  #withTail(what: string, cause?: unknown): HoldpointError {
    const { logFile } = this.spec
    const log = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim() : ''
    const tail = log.split('\n').slice(-tailLines).join('\n')
    return new HoldpointError('HP_SETUP', { what: `${what}; end of ${logFile}:\n${tail}` }, cause)
  }
}

async function isReady(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(probeTimeoutMs)
  const answer = await fetch(new URL('/readyz', url), { signal })
  await answer.body?.cancel()
  return answer.status === 200
}

/** No more of our environment than this: what a process may know is in its settings. */
function inherited(): Readonly<Record<string, string | undefined>> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) }
}
