/** The report in a few calm lines, for people. */
import { isEvent, type Leaf, leafTypes } from '../leaf.ts'
import type { Counts, Report, Severity, verdicts } from './report.ts'
import type { ProofReport } from './verify-proof.ts'

const meanings: Readonly<Record<keyof typeof verdicts, string>> = {
  'VALID-UNWITNESSED': 'everything that is here holds',
  INCOMPLETE: 'something is missing; nothing is proven wrong',
  DIVERGED: 'two signed histories disagree',
  INVALID: 'something is wrong',
}
const marks: Readonly<Record<Severity, string>> = {
  incomplete: 'missing',
  diverged: 'diverged',
  invalid: 'wrong',
}

export function describeLog(report: Report): string {
  const { counts } = report
  const body = report.log
    ? [
        `${count(counts.events, 'event')} of ${count(counts.slots, 'slot')}, ${count(counts.cases, 'finished case')}, ${count(counts.findings, 'finding')}`,
        signaturesLine(report),
        viewsLine(counts),
      ]
    : []
  return lines([...head(report), ...body, ...findingLines(report), ...problemLines(report)])
}

export function describeProof({ report, proven }: ProofReport): string {
  const body = proven ? [`Leaf ${proven.index}: ${tellLeaf(proven.leaf)}`] : []
  const unchecked = report.signaturesChecked ? [] : [noTrust]
  return lines([...head(report), ...body, ...(proven ? unchecked : []), ...problemLines(report)])
}

const noTrust = 'Signatures inside the leaves were not checked: give --trust'

function head({ verdict, log }: Report): string[] {
  const first = `${verdict}: ${meanings[verdict]}`
  if (!log) return [first]
  const { origin, size, root, key } = log
  return [
    first,
    `Log ${origin}: ${count(size, 'entry', 'entries')}, root ${root}, signed by key ${key}`,
  ]
}

function signaturesLine({ counts, signaturesChecked }: Report): string {
  if (!signaturesChecked) return noTrust
  const { heads, decisions, intents, claims, extensions, outcomes, votes } = counts
  const { ingressIntents, chatVotes, votesWithoutToken } = counts
  const held = [
    count(heads, 'chain head'),
    count(decisions, 'decision'),
    count(intents, 'intent'),
    count(claims, 'claim'),
    ...(extensions > 0 ? [count(extensions, 'extension')] : []),
    count(outcomes, 'outcome'),
    count(votes, 'vote'),
  ]
  const weaker = [
    ingressIntents > 0 ? `${count(ingressIntents, 'intent')} trusted by topic` : '',
    chatVotes > 0 ? `${count(chatVotes, 'vote')} of chat assurance` : '',
    votesWithoutToken > 0 ? `${count(votesWithoutToken, 'vote')} whose token is not here` : '',
  ].filter((text) => text !== '')
  const rest = weaker.length > 0 ? `; without: ${weaker.join(', ')}` : ''
  return `Signatures that hold: ${held.join(', ')}${rest}`
}

function viewsLine({ viewsPresent, viewsAbsent, filesAhead }: Counts): string {
  const ahead =
    filesAhead > 0 ? `; ${count(filesAhead, 'file')} written ahead of the checkpoint` : ''
  return `Views: ${viewsPresent} as committed, ${viewsAbsent} not here (erased or not handed over)${ahead}`
}

function findingLines({ findings, counts }: Report): string[] {
  const told = findings.map(({ index, finding, slot, number, actionId }) => {
    const place = [
      slot === undefined ? '' : ` slot ${slot}`,
      number === undefined ? '' : ` number ${number}`,
      actionId === undefined ? '' : ` action ${actionId}`,
    ]
    return `  found by the auditor: leaf ${index}: ${finding}${place.join('')}`
  })
  return [...told, ...more(counts.findings - findings.length)]
}

function problemLines({ problems, problemCount }: Report): string[] {
  const told = problems.map(({ severity, at, rule }) => `  ${marks[severity]}: ${at}: ${rule}`)
  return [...told, ...more(problemCount - problems.length)]
}

const more = (left: number): string[] => (left > 0 ? [`  and ${left} more`] : [])

function tellLeaf(leaf: Leaf): string {
  if (isEvent(leaf)) {
    const { kind, actionId, atMs, slot, number } = leaf.fact
    const about = actionId ? ` action ${actionId}` : ''
    return `event "${kind}"${about} at ${time(atMs)} (slot ${slot}, number ${number})`
  }
  if (leaf.type === leafTypes.finding) return `finding "${leaf.finding}"`
  const { actionId, status, atMs, decided, asked, votes } = leaf
  const by = decided ? `, ${decided.verdict} by ${decided.by}` : ''
  const who = votes.length > 0 ? ` (${votes.map(({ person }) => person).join(', ')})` : ''
  const what = asked ? ` ${asked.type} asked by ${asked.agent}` : ''
  return `case of action ${actionId}:${what}${by}${who}, ended ${status} at ${time(atMs)}`
}

const time = (ms: number): string => new Date(ms).toISOString()

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`
