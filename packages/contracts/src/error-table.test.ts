import { expect, test } from 'vitest'
import { errorsTable } from './error-table.ts'
import { errors } from './errors.ts'

test('one row per code: status, sentence, whether to try again, when and why', () => {
  const rows = errorsTable().split('\n')
  expect(rows).toHaveLength(2 + Object.keys(errors).length)
  expect(errorsTable()).toContain(
    '| `HP_TOO_LARGE` | 413 | {bytes} bytes, more than the limit of {limit} | no | intake | a document sent inline: send a reference |',
  )
  expect(errorsTable()).toContain('| `HP_TIMEOUT` | 504 |')
  expect(errorsTable()).toMatch(/`HP_BROKER` .* \| yes \|/)
  expect(errorsTable()).toMatch(/`HP_FENCED` .* \| the process restarts \|/)
})
