/** Values that stand in a secret's place and are none: references, templates, masks, words of a form. */
import { isPlaceholder } from '@holdpoint/contracts'
import type { EntityType } from '../types.ts'
import { isBlank, isPlaceholderToken } from './filler.ts'

const words = new Set(
  (
    'null none nil undefined true false yes no empty unset n/a na todo tbd changeme change_me example sample dummy placeholder redacted masked hidden ' +
    'new await typeof removed filtered secret password passwd pwd token string text str int integer number bool boolean object array required optional default test ' +
    'unknown missing invalid expired user username email name key value bearer basic digest'
  ).split(' '),
)
/** `${X}`, `$(x)`, `{{x}}`, `<x>`, `%s`, `%(x)s`, `%X%`, `[x]`, `process.env.X`, `os.environ…`, `vault:…`, `env:…`, `ref+…`, `arn:…`. */
const reference =
  /^(\$\{[^}]*\}?|\$\(.*|\{\{.*|<[a-z][\w .-]*>?|%\w|%\(\w+\)\w|%\w+%|\[[\w -]*\]|(process\.env|os\.environ|env|vault|ref\+|arn|secretref|keyvault)[:.[].*)$/i
/** `$PASSWORD`; in lower case it may as well be a password that begins with a sign. */
const variable = /^\$(?:[A-Z_][A-Z0-9_]*|\d)$/
const referenceCharsMax = 128
/** `ACCESS_TOKEN`: the name of the thing instead of the thing. */
const constantName = /^[A-Z]+(_[A-Z]+)+$/
/** `getPassword(`, `config.secret[`, `{Value`, `$2`: source code that leads to the value. */
const code = /^(?:[A-Za-z_$][\w.$]*(?:\(|\[|\{)|\{|\$\d$)/

/** The same for a value under a key of this type; without quotes it may also be source code. */
export function isStopFor(type: EntityType, value: string, isQuoted: boolean): boolean {
  if (isStopValue(value) || isBlank(value) || constantName.test(value)) return true
  if (!isQuoted && code.test(value)) return true
  return type !== 'PASSWORD' && isPlaceholderToken(value)
}

/** True when the whole value is nothing that could be used. */
export function isStopValue(value: string): boolean {
  if (value.length === 0 || isPlaceholder(value)) return true
  if (value.length <= 16 && words.has(value.toLowerCase())) return true
  if (isOneCharacter(value)) return true
  if (value.length > referenceCharsMax) return false
  return reference.test(value) || variable.test(value) || isNamedVariable(value)
}

/** `$password`, `$token`. */
function isNamedVariable(value: string): boolean {
  return value.startsWith('$') && words.has(value.slice(1).toLowerCase())
}

/** `*****`, `xxxx`, `••••`, `....`, `0000`: one character repeated, at least three times; two characters of a mask mixed. */
function isOneCharacter(value: string): boolean {
  if (value.length < 3) return value.length === 1 && !/[^\W01]/.test(value)
  for (let i = 1; i < value.length; i++) if (value[i] !== value[0]) return false
  return true
}
