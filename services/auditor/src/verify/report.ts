/** What a verification found: counts for the calm case, problems for the other, and the one verdict that follows from them. */
import { canonicalize } from '@holdpoint/contracts'
import type { FindingCode } from '../leaf.ts'

/** Problems and findings told one by one; the counts are complete. */
const listedMax = 50

/** From the mildest: something is missing; signed histories disagree; something is proven wrong. */
export const severities = ['incomplete', 'diverged', 'invalid'] as const
export type Severity = (typeof severities)[number]

/** Exit codes; the highest that applies wins. No quorum of witnesses is asked for, so a valid log without any is a success. */
export const verdicts = {
  'VALID-UNWITNESSED': 0,
  INCOMPLETE: 20,
  DIVERGED: 30,
  INVALID: 40,
} as const
export type Verdict = keyof typeof verdicts

const verdictOf: Readonly<Record<Severity, Verdict>> = {
  incomplete: 'INCOMPLETE',
  diverged: 'DIVERGED',
  invalid: 'INVALID',
}

export interface Problem {
  readonly severity: Severity
  /** Leaf, file or slot. */
  readonly at: string
  readonly rule: string
}

export interface ListedFinding {
  readonly index: number
  readonly finding: FindingCode
  readonly slot?: number
  readonly number?: number
  readonly actionId?: string
}

const noCounts = {
  events: 0,
  findings: 0,
  cases: 0,
  slots: 0,
  /** Signatures that hold, by what was signed. */
  heads: 0,
  decisions: 0,
  intents: 0,
  claims: 0,
  extensions: 0,
  outcomes: 0,
  votes: 0,
  /** What rests on less than a signature of its own: platforms trusted by topic, votes of chat assurance, and votes whose token is not here. */
  ingressIntents: 0,
  chatVotes: 0,
  votesWithoutToken: 0,
  /** Views that are here and match, and those that were erased or not handed over. */
  viewsPresent: 0,
  viewsAbsent: 0,
  /** Files written ahead of the checkpoint. */
  filesAhead: 0,
}
export type Counts = typeof noCounts

export class Report {
  readonly counts: Counts = { ...noCounts }
  readonly problems: Problem[] = []
  readonly findings: ListedFinding[] = []
  problemCount = 0
  private worst: Severity | undefined
  /** What the log says of itself. */
  log: { origin: string; size: number; root: string; key: string } | undefined
  /** Whether a trust file was there to check signatures against. */
  signaturesChecked = false
  /** Signed notes that contradict each other, as evidence. */
  notes: string[] = []

  add(severity: Severity, at: string, rule: string): void {
    this.problemCount += 1
    const rank = (each: Severity | undefined) => (each ? severities.indexOf(each) : -1)
    if (rank(severity) > rank(this.worst)) this.worst = severity
    if (this.problems.length < listedMax) this.problems.push({ severity, at, rule })
  }

  find(finding: ListedFinding): void {
    this.counts.findings += 1
    if (this.findings.length < listedMax) this.findings.push(finding)
  }

  get verdict(): Verdict {
    return this.worst ? verdictOf[this.worst] : 'VALID-UNWITNESSED'
  }

  get exitCode(): number {
    return verdicts[this.verdict]
  }

  toJson(): string {
    const { verdict, exitCode, log, counts, signaturesChecked, problemCount } = this
    const { problems, findings, notes } = this
    return canonicalize({
      ...{ verdict, exitCode, counts, signaturesChecked, problemCount, problems, findings },
      ...(log ? { log } : {}),
      ...(notes.length > 0 ? { notes } : {}),
    })
  }
}
