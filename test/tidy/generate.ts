/** Brings the generated tables in documents up to date: `node test/tidy/generate.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorsTable, topicsTable, withBlock } from '@holdpoint/contracts'
import { readTree, root } from './source.ts'

for (const { path, text } of readTree()) {
  if (!path.endsWith('.md')) continue
  const topics = withBlock(text, 'topics', topicsTable()) ?? text
  const made = withBlock(topics, 'errors', errorsTable()) ?? topics
  if (made !== text) writeFileSync(join(root, path), made)
}
