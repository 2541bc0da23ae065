/** Service processes under measurement: what they have used so far, by their own account. */
import { HoldpointError } from '@holdpoint/contracts'
import type { Supervised } from '@holdpoint/local'

const cpuLine = /^holdpoint_cpu_seconds_total\{[^}]*\} (\S+)$/m
const memoryLine = /^holdpoint_memory_bytes\{[^}]*\} (\S+)$/m
const megabyte = 1024 * 1024

export interface Usage {
  /** User and system time since the process started. */
  readonly cpuSeconds: number
  readonly memoryMb: number
}

/** CPU seconds so far of what works for the services and is not one of them, as far as it can be known. */
export type Neighbours = () => Readonly<Record<string, number>>

export class Processes {
  readonly running: readonly Supervised[]
  readonly #neighbours: Neighbours

  constructor(running: readonly Supervised[], neighbours: Neighbours) {
    this.running = running
    this.#neighbours = neighbours
  }

  /** These and others as one. */
  and({ running }: { readonly running: readonly Supervised[] }): Processes {
    return new Processes([...this.running, ...running], this.#neighbours)
  }

  async usage(): Promise<Readonly<Record<string, Usage>>> {
    const entries = this.running.map(async ({ spec: { name, url = '' } }) => {
      const answer = await fetch(new URL('/metrics', url))
      return [name, usageIn(await answer.text())] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }

  /** CPU seconds of each process while `work` ran; with `whole`, since it started. `around`: of the neighbours while `work` ran. */
  async during<T>(work: () => Promise<T>, whole = false): Promise<Used<T>> {
    const before = whole ? {} : await this.usage()
    const aroundBefore = this.#neighbours()
    const result = await work()
    const around = differences(this.#neighbours(), aroundBefore)
    const after = await this.usage()
    return { result, cpuSeconds: differences(secondsOf(after), secondsOf(before)), around }
  }

  async memoryMb(): Promise<Readonly<Record<string, number>>> {
    const usage = await this.usage()
    return Object.fromEntries(Object.entries(usage).map(([name, { memoryMb }]) => [name, memoryMb]))
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((supervised) => supervised.stop()))
  }
}

export interface Used<T> {
  readonly result: T
  readonly cpuSeconds: Readonly<Record<string, number>>
  readonly around: Readonly<Record<string, number>>
}

function secondsOf(usage: Readonly<Record<string, Usage>>): Record<string, number> {
  return Object.fromEntries(Object.entries(usage).map(([name, each]) => [name, each.cpuSeconds]))
}

function differences(
  after: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Record<string, number> {
  const entries = Object.entries(after)
  return Object.fromEntries(entries.map(([name, value]) => [name, value - (before[name] ?? 0)]))
}

/** From the text of `/metrics`. */
export function usageIn(metrics: string): Usage {
  const [cpu, memory] = [cpuLine, memoryLine].map((line) => Number(line.exec(metrics)?.[1]))
  if (cpu === undefined || memory === undefined || Number.isNaN(cpu + memory)) {
    throw new HoldpointError('HP_SETUP', { what: 'a service does not tell its CPU and memory' })
  }
  return { cpuSeconds: cpu, memoryMb: memory / megabyte }
}
