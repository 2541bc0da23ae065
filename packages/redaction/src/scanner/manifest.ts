/** Kubernetes secrets as YAML: every value under `data` and `stringData` of a document of that kind. */
import type { Sheet } from '../sheet.ts'

const reachMax = 4096
const base = 0.9
const section = /^([ \t]*)(?:data|stringData):[ \t]*\r?$/
const member =
  /^([ \t]+)(?:- )?["']?([\w.-]+)["']?:[ \t]+(?:[|>][+-]?[ \t]*)?["']?([^\s"'#{][^"'\n]*?)["']?[ \t]*\r?$/
/** Half of a login that is no secret, and what only says where. */
const openNames =
  /^(?:.*[._-])?(?:user|username|login|host|hostname|port|database|dbname|endpoint|region|type)$/i

/** `start` is where `kind: Secret` stands. The document goes from one `---` to the next. */
export function scanManifest(sheet: Sheet, start: number): void {
  const { text } = sheet
  if (start < sheet.manifestUntil) return
  const before = text.lastIndexOf('\n---', start)
  const from = Math.max(before, start - reachMax, sheet.manifestUntil, 0)
  const next = text.slice(start, start + reachMax).indexOf('\n---')
  const to = next < 0 ? Math.min(text.length, start + reachMax) : start + next
  sheet.manifestUntil = to
  sheet.work += to - from
  let indent = -1
  let at = from
  for (const line of text.slice(from, to).split('\n')) {
    indent = scanLine(sheet, line, at, indent)
    at += line.length + 1
  }
}

/** Answers the indentation of the section that the next line may belong to, or -1. */
function scanLine(sheet: Sheet, line: string, at: number, indent: number): number {
  const head = section.exec(line)
  if (head !== null) return head[1]?.length ?? 0
  if (indent < 0 || line.trim() === '') return indent
  const depth = line.length - line.trimStart().length
  if (depth <= indent) return -1
  const found = member.exec(line)
  const value = found?.[3]
  if (value === undefined || openNames.test(found?.[2] ?? '')) return indent
  const from = at + line.lastIndexOf(value)
  sheet.addFirm('SECRET', from, from + value.length, base, 'manifest')
  return indent
}
