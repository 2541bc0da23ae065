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

export class Processes {
  readonly running: readonly Supervised[]

  constructor(running: readonly Supervised[]) {
    this.running = running
  }

  /** These and others as one. */
  and({ running }: { readonly running: readonly Supervised[] }): Processes {
    return new Processes([...this.running, ...running])
  }

  async usage(): Promise<Readonly<Record<string, Usage>>> {
    const entries = this.running.map(async ({ spec: { name, url = '' } }) => {
      const answer = await fetch(new URL('/metrics', url))
      return [name, usageIn(await answer.text())] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }

  /** CPU seconds of each process while `work` ran; with `whole`, since it started. */
  async during<T>(
    work: () => Promise<T>,
    whole = false,
  ): Promise<{ result: T; cpuSeconds: Readonly<Record<string, number>> }> {
    const before = whole ? {} : await this.usage()
    const result = await work()
    const after = await this.usage()
    const used = Object.entries(after).map(([name, { cpuSeconds }]) => {
      return [name, cpuSeconds - (before[name]?.cpuSeconds ?? 0)] as const
    })
    return { result, cpuSeconds: Object.fromEntries(used) }
  }

  async memoryMb(): Promise<Readonly<Record<string, number>>> {
    const usage = await this.usage()
    return Object.fromEntries(Object.entries(usage).map(([name, { memoryMb }]) => [name, memoryMb]))
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((supervised) => supervised.stop()))
  }
}

/** From the text of `/metrics`. */
export function usageIn(metrics: string): Usage {
  const [cpu, memory] = [cpuLine, memoryLine].map((line) => Number(line.exec(metrics)?.[1]))
  if (cpu === undefined || memory === undefined || Number.isNaN(cpu + memory)) {
    throw new HoldpointError('HP_SETUP', { what: 'a service does not tell its CPU and memory' })
  }
  return { cpuSeconds: cpu, memoryMb: memory / megabyte }
}
