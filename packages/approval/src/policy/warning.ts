/** What a check says of a policy that can be read and may still not do what its author means. Warnings refuse nothing. */
import type { Path, YamlFile } from '../yaml-file.ts'

export interface Warning {
  /** `<file>:<line>` */
  readonly file: string
  /** Name of the rule; absent where it is about none. */
  readonly rule?: string
  readonly field: string
  readonly text: string
}

export function warningAt(
  yaml: YamlFile,
  path: Path,
  rule: string | undefined,
  text: string,
): Warning {
  return { ...yaml.placeOf(path), ...(rule === undefined ? {} : { rule }), text }
}

/** One line for people: file, line, field, and what is the matter. */
export function sayWarning({ file, field, text }: Warning): string {
  return `${file}: ${field} ${text}`
}

/** A place within a rule, and what is the matter there. */
export type Remark = readonly [path: Path, text: string]
