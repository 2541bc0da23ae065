/** Who wants what, where: the one line that also stands in previews and subjects. Names, declared places, and what the policy lets stand here; no other parameter. */
import type { TypeWords } from '@holdpoint/approval'
import type { Action } from '@holdpoint/contracts'
import type { Approval } from '../approval.ts'
import type { Foreign, Line } from './card.ts'
import { cut } from './cut.ts'
import { inertLine } from './inert.ts'

/** Of each part, so that no part pushes another out. All of it stands in the rows too. */
const partCharsMax = 60

export function headlineOf(
  { agent, type }: Pick<Approval, 'agent' | 'type'>,
  action: Partial<Action> | undefined,
  words: TypeWords | undefined,
): Line {
  const { system, resource, environment } = action?.target ?? {}
  const place = [system, resource].filter((part) => part !== undefined).join(' ')
  const does = words?.title?.map((part) =>
    typeof part === 'string' ? short(part) : short(textAt(action?.params, part.path)),
  )
  return [
    short(agent),
    ' wants to ',
    ...(does ?? ['do ', short(type)]),
    ...(place === '' ? [] : [' on ', short(place)]),
    ...(environment === undefined ? [] : [' in ', short(environment)]),
  ]
}

function short(text: string): Foreign {
  const line = inertLine(text)
  const found = cut(line, partCharsMax)
  return { foreign: found.omitted === 0 ? line : `${found.text}…` }
}

/** What stands there, if it is one value. */
function textAt(params: unknown, path: readonly string[]): string {
  let value = params
  for (const step of path) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    value = isThere ? (value as Readonly<Record<string, unknown>>)[step] : undefined
  }
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '?'
}
