/** The table of error codes as people read it, in Markdown. Documents that have it are checked against this. */
import { type ErrorCode, errors } from './errors.ts'
import { markdownTable } from './markdown.ts'

const kinds = { terminal: 'no', retryable: 'yes', fatal: 'the process restarts' } as const

export function errorsTable(): string {
  const rows = (Object.keys(errors) as ErrorCode[]).map((code) => {
    const { kind, status, text, meet, suspect } = errors[code]
    return [`\`${code}\``, String(status), text, kinds[kind], meet, suspect]
  })
  return markdownTable(['code', 'HTTP', 'says', 'again?', 'met when', 'suspect'], rows)
}
