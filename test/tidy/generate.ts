/** Brings the generated tables in documents up to date: `node test/tidy/generate.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorsTable, topicsTable, withBlock } from '@holdpoint/contracts'
import { typesTable } from '@holdpoint/redaction'
import { readTree, root } from './source.ts'

for (const { path, text } of readTree()) {
  if (!path.endsWith('.md')) continue
  const blocks = { topics: topicsTable(), errors: errorsTable(), types: typesTable() }
  let made = text
  for (const [name, block] of Object.entries(blocks)) made = withBlock(made, name, block) ?? made
  if (made !== text) writeFileSync(join(root, path), made)
}
