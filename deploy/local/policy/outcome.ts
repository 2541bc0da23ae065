/** What a command says and how it ends. */
import { readFileSync } from 'node:fs'
import { isHoldpointError } from '@holdpoint/contracts'

export const exitCodes = { right: 0, wrong: 1, usage: 2, unreadable: 3 } as const

export interface Outcome {
  readonly text: string
  readonly exitCode: number
}

/** A file that was named and is not there, or not for us. */
export class Unreadable extends Error {}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new Unreadable(`${path}: cannot be read (${code})`)
  }
}

export function readJson(path: string): unknown {
  const text = readText(path)
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable(`${path}: is no JSON`)
  }
}

/** A sentence for what stands in the way; undefined for anything that is not about a file. */
export function fileProblem(error: unknown): string | undefined {
  return error instanceof Unreadable ? `${error.message}\n` : undefined
}

/** What a file of the operator is refused with; anything else goes on. */
export function refusalOf(error: unknown): string {
  if (isHoldpointError(error) && error.code === 'HP_CONFIG') return error.message
  throw error
}

export function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
