/** What became of an action so far, the latest first, in lines. Pure. */
import type { Approval } from '../approval.ts'
import type { Happening } from '../happening.ts'
import type { Card, Line } from './card.ts'
import { inertLine } from './inert.ts'

/** Nobody reads more of it in a message; the console has all. */
const linesMax = 20

export function storyOf({ timeline }: Pick<Approval, 'timeline'>): Card['story'] {
  return timeline
    .flatMap((happening) => {
      const line = lineOf(happening)
      return line === undefined ? [] : [{ atMs: happening.atMs, line: withReason(line, happening) }]
    })
    .toReversed()
    .slice(0, linesMax)
}

const said = (name: string | undefined): Line[number] => ({ foreign: inertLine(name ?? '') })

function lineOf(happening: Happening): Line | undefined {
  const { kind, person, verdict, assurance, channel, by, executor, code } = happening
  const coded: Line = code === undefined ? [] : [' (', said(code), ')']
  const how: Line = [` (${assurance ?? 'chat'}, `, said(channel), ')']
  switch (kind) {
    case 'held':
      return ['Asked']
    case 'voted':
      return [said(person), verdict === 'approve' ? ' approved' : ' denied', ...how]
    case 'approved':
      return [by === 'policy' ? 'Allowed by policy' : 'Approved']
    case 'denied':
      return [by === 'policy' ? 'Denied by policy' : 'Denied', ...coded]
    case 'expired':
      return ['Nobody decided in time']
    case 'withdrawn':
      return ['Taken back by its agent']
    case 'revoked':
      return [said(person), ' revoked it', ...how]
    case 'lapsed':
      return ['Nobody started it in time', ...coded]
    case 'claimed':
      return ['Started by ', said(executor)]
    case 'extended':
      return ['Its executor has more time']
    case 'succeeded':
      return ['Done']
    case 'failed':
      return ['Failed', ...coded]
    case 'unknown':
      return ['Nobody knows how it ended', ...coded]
    case 'reconciled':
      return [said(person), ` found that it ${happening.found ?? 'failed'}`, ...how]
    case 'refused':
      return happening.late && ['Its executor said too late: ', happening.late, ...coded]
    case 'rejected':
    case 'frozen':
    case 'thawed':
    case 'adopted':
      return undefined
  }
}

const withReason = (line: Line, { reason }: Happening): Line =>
  reason === undefined ? line : [...line, ': ', { foreign: inertLine(reason) }]
