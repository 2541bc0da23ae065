/** Files that only their owner may read: keys, passwords, settings that hold them. */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export function writePrivate(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, content, { mode: 0o600 })
  // The mode above counts only for new files.
  chmodSync(file, 0o600)
}
