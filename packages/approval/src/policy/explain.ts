/** The way of one action through a policy: what became of each rule, and which masked or missing value left one open. */
import type { Directory, Ruling, Submission } from '../rules.ts'
import { asked } from '../submission.ts'
import { Budget } from './budget.ts'
import { parseCondition } from './condition.ts'
import { ExpressionScope } from './expression.ts'
import { factsOf } from './facts.ts'
import { type CompiledPolicy, compilePolicy } from './policy.ts'
import type { Rule } from './rule.ts'
import { readsOf } from './tree.ts'
import { type Truth, unknown } from './value.ts'
import { whyUnknown } from './why-unknown.ts'

export interface Unknown {
  /** As the condition writes it. */
  readonly value: string
  readonly why: string
}

export interface ExplainedRule {
  readonly rule: string
  /** `<file>:<line>` */
  readonly file: string
  readonly verdict: Ruling['verdict']
  readonly result: 'matched' | 'not' | 'unknown' | 'other type' | 'not reached'
  /** What left it open. */
  readonly because: readonly Unknown[]
}

export interface Explanation {
  readonly type: string
  readonly agent: string
  readonly rules: readonly ExplainedRule[]
  readonly ruling: Ruling
  /** With a directory: what the registry says of the agent, before any rule is asked. */
  readonly registry?: Registry
}

interface Registry {
  readonly mayAsk: boolean
  /** Who must not decide, whatever the rule says. */
  readonly excluded: readonly string[]
  /** Somebody it is done for whom the directory does not know. */
  readonly unknown: readonly string[]
}

/** Throws HP_CONFIG for a policy that would be refused. */
export function explainPolicy(
  text: string,
  name: string,
  submission: Submission,
  directory?: Directory,
): Explanation {
  const policy = compilePolicy(text, name)
  const seen = new Map<string, Truth>()
  const ruling = policy.explain(submission, (rule, holds) => seen.set(rule.name, holds))
  const { type, agent } = asked(submission.action) ?? { type: '', agent: '' }
  return {
    type,
    agent,
    rules: policy.rules.map((rule, at) => explainRule(policy, rule, at, submission, seen)),
    ruling,
    ...(directory ? { registry: registryOf(submission, directory) } : {}),
  }
}

function explainRule(
  { yaml, file }: CompiledPolicy,
  rule: Rule,
  at: number,
  submission: Submission,
  seen: ReadonlyMap<string, Truth>,
): ExplainedRule {
  const facts = factsOf(submission)
  const holds = seen.get(rule.name)
  const isOther = holds === undefined && !rule.matches(facts.type)
  return {
    rule: rule.name,
    file: yaml.placeOf(['rules', at]).file,
    verdict: rule.effect.verdict,
    result: holds === undefined ? (isOther ? 'other type' : 'not reached') : wordOf(holds),
    because: holds === unknown ? becauseOf(file.rules?.[at]?.when ?? '', facts) : [],
  }
}

const wordOf = (holds: Truth) => (holds === unknown ? 'unknown' : holds ? 'matched' : 'not')

function becauseOf(when: string, facts: ReturnType<typeof factsOf>): Unknown[] {
  const scope = new ExpressionScope()
  return readsOf(parseCondition(when), when).flatMap(({ text, node }) => {
    const why = whyUnknown(node, scope, { facts, locals: [], budget: new Budget() })
    return why === undefined ? [] : [{ value: text, why }]
  })
}

function registryOf({ action }: Submission, directory: Directory): Registry {
  const { type, agent, onBehalfOf } = asked(action) ?? { type: '', agent: '' }
  const claimed = [onBehalfOf].flat().filter((one) => typeof one === 'string')
  const found = claimed.map((id) => directory.person(id) ?? directory.personByEmail(id))
  const people = found.flatMap((person) => (person ? [person.id] : []))
  return {
    mayAsk: directory.agentMay(agent, type),
    excluded: [...new Set([...directory.agentSide(agent), ...people])],
    unknown: claimed.filter((_, at) => found[at] === undefined),
  }
}
