/** Views beside the log: one file each, named by the commitment under which the log knows it, so that one can be erased and every hash still stands. */
import {
  canonicalize,
  commit,
  type Digest,
  isHoldpointError,
  type View,
} from '@holdpoint/contracts'
import type { SideFile } from '@holdpoint/tlog/store'

/** Characters of the commitment that name the folder: some thousand files each at a few million views. */
const folderChars = 2
const digestPrefix = 'sha256:'

export function viewPath(commitment: Digest): string {
  const name = commitment.slice(digestPrefix.length)
  return `views/${name.slice(0, folderChars)}/${name}.json`
}

export function viewFile(commitment: Digest, { salt, value }: View): SideFile {
  return { path: viewPath(commitment), bytes: Buffer.from(canonicalize({ salt, value })) }
}

/** Whether this is the view that the fact commits to. */
export function isCommitted({ salt, value }: View, commitment: Digest): boolean {
  try {
    return commit(salt, value) === commitment
  } catch (error) {
    // A salt that no writer of ours would make.
    if (isHoldpointError(error)) return false
    throw error
  }
}
