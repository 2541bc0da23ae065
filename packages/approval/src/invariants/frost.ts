/** What stood frozen in each slot, said a second time and apart from the transition: a sweep over the facts, in the order in which they stand. */
import { type Fact, isMasked, type Origin, type Scope } from '@holdpoint/contracts'

type FrostFact = Fact<'frozen'> | Fact<'thawed'>

/** One action's view of its slot. */
export interface Frost {
  /** Whether it is frozen after all facts so far. */
  readonly isFrozen: boolean
  /** How much of this time it stood frozen. */
  stoodMs(fromMs: number, toMs: number): number
}

export class Frosts {
  private readonly facts: FrostFact[] = []

  note(fact: Fact): void {
    if (fact.kind === 'frozen' || fact.kind === 'thawed') this.facts.push(fact)
  }

  /** `action`: the masked one, as far as it is known. */
  of(slot: number, origin: Origin | undefined, action: unknown): Frost {
    const facts = this.facts.filter((fact) => fact.slot === slot)
    const covers = (scope: Scope) => origin !== undefined && isCovered(scope, origin, action)
    return {
      isFrozen: sweep(facts, covers, () => {}),
      stoodMs: (fromMs, toMs) => {
        let sum = 0
        sweep(facts, covers, (sinceMs, untilMs) => {
          sum += Math.max(0, Math.min(untilMs, toMs) - Math.max(sinceMs, fromMs))
        })
        return sum
      },
    }
  }
}

/** Calls back with each stretch in which something covers; one that has not ended lasts for ever. True where one has not. */
function sweep(
  facts: readonly FrostFact[],
  covers: (scope: Scope) => boolean,
  stretch: (sinceMs: number, untilMs: number) => void,
): boolean {
  const on = new Set<string>()
  let sinceMs = 0
  for (const { kind, atMs, body } of facts) {
    const was = on.size
    if (kind === 'thawed') on.delete(body.freeze)
    else if (covers(body.scope)) on.add(body.freeze)
    if (was === 0 && on.size > 0) sinceMs = atMs
    if (was > 0 && on.size === 0) stretch(sinceMs, atMs)
  }
  if (on.size > 0) stretch(sinceMs, Number.POSITIVE_INFINITY)
  return on.size > 0
}

function isCovered(scope: Scope, { agent, type }: Origin, action: unknown): boolean {
  if ('everything' in scope) return true
  if ('agent' in scope) return scope.agent === agent
  if ('type' in scope) {
    const pattern = scope.type.split('*').map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${pattern.join('.*')}$`).test(type)
  }
  const { target = {} } = (action ?? {}) as { target?: Readonly<Record<string, unknown>> }
  return Object.entries(scope.target).every(([part, named]) => isLike(named, target[part]))
}

/** What can't be seen counts as the same. */
function isLike(named: string, value: unknown): boolean {
  if (typeof value !== 'string' || isMasked(value) || value.length > 256) return true
  const spelt = (text: string) => text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  return spelt(named).join(' ') === spelt(value).join(' ')
}
