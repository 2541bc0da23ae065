/** The labelled sets of a folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface LabelledSet {
  readonly name: string
  /** Its records, one JSON object a line. */
  read(): string
  /** Where the scorer reads them; absent for what is made here. */
  readonly file?: string
  /** Name of the set whose goals hold, where it has none of its own. */
  readonly goalsLike: string
}

const setFile = /^(.+)\.jsonl(\.gz)?$/

export function readSets(folder: string): LabelledSet[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, name, packed] = setFile.exec(file) ?? []
      if (name === undefined) return []
      const path = join(folder, file)
      const read = () => {
        const bytes = readFileSync(path)
        return (packed === undefined ? bytes : gunzipSync(bytes)).toString('utf8')
      }
      return [{ name, file: path, read, goalsLike: name }]
    })
}
