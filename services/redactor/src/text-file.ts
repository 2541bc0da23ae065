/** Files that the operator mounts. */
import { readFile } from 'node:fs/promises'
import { HoldpointError } from '@holdpoint/contracts'

/** Throws HP_CONFIG naming the file. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new HoldpointError(
      'HP_CONFIG',
      { file, field: 'the file', rule: 'cannot be read' },
      cause,
    )
  }
}
