/** Where a log is read from: a folder, or the address of an auditor. Both give bytes by path and are believed in nothing. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { entryBytesMax, type ReadFile, tileWidth } from '@holdpoint/tlog'

/** A full bundle of the longest entries. */
const fileBytesMax = tileWidth * (entryBytesMax + 2)
const answerMsMax = 30_000

export interface LogFiles {
  readonly read: ReadFile
  /** All files below a folder, where that can be told. */
  readonly list?: (folder: string) => Promise<string[]>
  /** Whether views can be there at all. */
  readonly hasViews: boolean
}

export function folderFiles(dir: string): LogFiles {
  return {
    hasViews: true,
    read: async (path) => {
      try {
        return await readFile(join(dir, path))
      } catch (error) {
        if (isAbsent(error)) return undefined
        throw error
      }
    },
    list: async (folder) => {
      try {
        const entries = await readdir(join(dir, folder), { recursive: true, withFileTypes: true })
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      } catch (error) {
        if (isAbsent(error)) return []
        throw error
      }
    },
  }
}

export function urlFiles(base: string, get: typeof fetch = fetch): LogFiles {
  const root = base.endsWith('/') ? base : `${base}/`
  return {
    hasViews: false,
    read: async (path) => {
      const signal = AbortSignal.timeout(answerMsMax)
      const answer = await get(new URL(path, root), { signal, redirect: 'error' })
      if (answer.status === 404) return undefined
      if (!answer.ok) throw unavailable(path, `answers ${answer.status}`)
      return await bodyOf(answer, path)
    },
  }
}

async function bodyOf(answer: Response, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > fileBytesMax) throw unavailable(path, 'answers more than any file of a log holds')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const unavailable = (path: string, rule: string) =>
  new HoldpointError('HP_UNAVAILABLE', { what: `${path} (${rule})` })

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}
