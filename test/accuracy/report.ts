/** The accuracy report: a table per set with what was found, missed and found in vain, and whether the goals are met. */

type Interval = readonly [number, number]

interface Row {
  readonly p: number
  readonly r: number
  readonly f2: number
  readonly tp: number
  readonly fp: number
  readonly fn: number
}
interface TypeRow extends Row {
  readonly leak: number
  readonly p_ci: Interval
  readonly r_ci: Interval
}
interface Goal {
  /** `EMAIL.p`, `leak.leak`, `clean_docs.share`, … */
  readonly goal: string
  readonly want: number
  readonly got: number | null
  readonly ok: boolean
}

/** The scorer's answer. */
export interface Score {
  readonly docs: number
  readonly unscanned_findings: number
  readonly types: Readonly<Record<string, TypeRow>>
  readonly binary: Row
  readonly leak: { readonly leak: number; readonly leaked_spans: number; readonly spans: number }
  readonly docs_fully_protected: readonly [number, number]
  readonly clean_docs_with_findings: readonly [number, number]
  readonly goals: readonly Goal[]
}
export interface SetScore extends Score {
  readonly name: string
}

const intro = `# Accuracy of the redaction engine

Made by \`npm run accuracy -- --data DIR\`, where \`DIR\` holds labelled sets, their scorer and their goals; none of them is part of this repository. \`held_out\` is: its
generator (\`test/accuracy/holdout\`) was written without a look at the engine's rules or at the other sets, and has the goals of \`agent_actions\`.

P and R count findings of the right type that overlap the labelled span by at least half of both together (IoU ≥ 0.5); brackets hold 95 % bootstrap intervals over documents.
*Leak* is the share of labelled characters in spans that findings of any type cover for less than 90 %: what a reviewer would have seen. *Protected* documents have every
labelled span covered; *clean* ones hold nothing to find.
`

export function accuracyText(scores: readonly SetScore[], engineVersion: string): string {
  const goals = scores.flatMap((score) => score.goals)
  const met = goals.filter(({ ok }) => ok).length
  const parts = [
    intro,
    `Engine ${engineVersion}, profile \`balanced\`: ${met} of ${goals.length} goals met.\n`,
    ...scores.map(setText),
  ]
  return parts.join('\n')
}

function setText(score: SetScore): string {
  const rows = Object.entries(score.types)
    .filter(([, row]) => row.tp + row.fn + row.fp > 0)
    .map(([type, row]) => typeLine(type, row, goalsFor(score, type)))
  const [safe, marked] = score.docs_fully_protected
  const [alarmed, clean] = score.clean_docs_with_findings
  return `## ${score.name}

${score.docs} documents. Leak ${percent(score.leak.leak)} (${score.leak.leaked_spans} of ${score.leak.spans} spans)${wanted(score, 'leak')}. \
Protected ${of(safe, marked)}${wanted(score, 'protected_docs')}. Clean with a finding ${of(alarmed, clean)}${wanted(score, 'clean_docs')}. \
Values not scanned: ${score.unscanned_findings}.

| type | labelled | found | in vain | missed | P | R | F2 | leak | goal | met |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |
${[...rows, binaryLine(score)].join('\n')}
`
}

function typeLine(type: string, row: TypeRow, goals: readonly Goal[]): string {
  const ratio = (value: number, [low, high]: Interval) =>
    `${short(value)} [${short(low)}–${short(high)}]`
  const cells = [ratio(row.p, row.p_ci), ratio(row.r, row.r_ci), short(row.f2), short(row.leak)]
  return `| ${type} | ${countsOf(row)} | ${cells.join(' | ')} | ${goalCells(goals)} |`
}

function binaryLine(score: SetScore): string {
  const { binary, leak } = score
  const cells = [short(binary.p), short(binary.r), short(binary.f2), short(leak.leak)]
  const goals = goalCells(goalsFor(score, 'binary'))
  return `| *any* | ${countsOf(binary)} | ${cells.join(' | ')} | ${goals} |`
}

function countsOf({ tp, fp, fn }: Row): string {
  return [tp + fn, tp, fp, fn].join(' | ')
}

function goalsFor(score: SetScore, name: string): Goal[] {
  return score.goals.filter(({ goal }) => goal.startsWith(`${name}.`))
}

function goalCells(goals: readonly Goal[]): string {
  const names = goals.map(({ goal, want }) => `${goal.split('.')[1]?.toUpperCase()} ${short(want)}`)
  const missed = goals.filter(({ ok }) => !ok).map(({ goal }) => goal.split('.')[1]?.toUpperCase())
  if (goals.length === 0) return ' | '
  return `${names.join(', ')} | ${missed.length === 0 ? 'yes' : `**no: ${missed.join(', ')}**`}`
}

function wanted(score: SetScore, name: string): string {
  const [goal] = goalsFor(score, name)
  if (goal === undefined) return ''
  return `, goal ${percent(goal.want)} ${goal.ok ? 'met' : '**missed**'}`
}

function of(part: number, all: number): string {
  return all === 0 ? 'none there' : `${part} of ${all} (${percent(part / all)})`
}

function short(value: number): string {
  return value.toFixed(3).replace(/^0(?=\.)/, '')
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`
}
