/**
 * Bugs to plant, one at a time, each a line that somebody could get wrong. Every one must be found by the simulation within a number of seeds; what is not found
 * is a hole in the simulation. `from` must stand exactly once in its file.
 */
import type { Mutant } from './planting.ts'

const approval = (file: string) => `packages/approval/src/${file}`
const gate = (file: string) => `services/gate/src/${file}`
const store = (file: string) => `packages/store/src/${file}`

const commitLine = 'const base = await owned.transactor.commit(closed.records)'
const applyEarly = (what: string) =>
  `await deps.store.apply(slot, { from: owned.position, to: owned.position ?? 0, ${what} })`

const transition: readonly Mutant[] = [
  {
    name: 'a claim is not checked for an existing claim',
    file: approval('claim.ts'),
    from: "if (state.status === 'claimed') {",
    to: "if (state.status === 'claimed') return take(state, input)\n  if (state.status === 'claimed') {",
  },
  {
    name: 'a claim is answered to another executor',
    file: approval('claim.ts'),
    from: 'if (state.claim?.keyThumbprint !== input.keyThumbprint) {',
    to: 'if (state.claim?.keyThumbprint === undefined) {',
  },
  {
    name: 'revoke is ignored at claim',
    file: approval('claim.ts'),
    from: "if (state.status !== 'approved') return closed(input, state)",
    to: "if (state.status !== 'approved' && state.status !== 'revoked') return closed(input, state)",
  },
  {
    name: 'a claim after the expiry of its grant',
    file: approval('claim.ts'),
    from: 'if (input.atMs > expiresMs) return tooLate(state, input)',
    to: '',
  },
  {
    name: 'a vote is counted twice for one person',
    file: approval('vote.ts'),
    from: "if (earlier) return refuse(input, state, 'HP_ALREADY_VOTED')",
    to: '',
  },
  {
    name: 'an expired action can still be approved',
    file: approval('vote.ts'),
    from: "if (state.status !== 'pending') return closed(input, state)",
    to: `if (state.status === 'expired') return vote({ ...state, status: 'pending', decideByMs: input.atMs }, input, rules, dossier)
  if (state.status !== 'pending') return closed(input, state)`,
  },
  {
    name: 'a late vote is accepted',
    file: approval('vote.ts'),
    from: 'if (input.atMs > deadlineNow(',
    to: 'if (input.atMs - 60_000 > deadlineNow(',
  },
  {
    name: 'another view than the one held is voted on',
    file: approval('vote.ts'),
    from: "if (input.presented !== state.origin.presented) return ['HP_STALE_VIEW']",
    to: '',
  },
  {
    name: 'the policy is not asked again before a release',
    file: approval('recheck.ts'),
    from: "return ruling.verdict === 'deny' ?",
    to: "return ruling.verdict === 'deny' && unscanned ?",
  },
  {
    name: 'an intent that is known becomes a new action',
    file: approval('intent.ts'),
    from: 'if (state) {\n    return state.origin',
    to: "if (state && state.status !== 'denied') {\n    return state.origin",
  },
  {
    name: 'an outcome of somebody who does not hold the claim',
    file: approval('outcome.ts'),
    from: 'claim?.keyThumbprint === input.keyThumbprint && claim.id',
    to: 'claim?.id',
  },
]

const commitOrder: readonly Mutant[] = [
  {
    name: 'Redis is applied before the Kafka commit',
    file: gate('batch.ts'),
    from: commitLine,
    to: `${applyEarly('puts: closed.puts, answers: []')}\n  ${commitLine}`,
  },
  {
    name: 'answers are stored before the commit',
    file: gate('batch.ts'),
    from: commitLine,
    to: `${applyEarly('puts: [], answers: closed.answers')}\n  ${commitLine}`,
  },
  {
    name: 'a commit whose reply was lost is done again',
    file: gate('batch.ts'),
    from: commitLine,
    to: `const again = async () => (await deps.bus.transactor(\`\${deps.prefix}gate.slot.\${slot}\`)).commit(closed.records)
  const base = await owned.transactor.commit(closed.records).catch(again)`,
  },
  {
    name: 'cursors are not committed with the states',
    file: gate('batch.ts'),
    from: 'cursors: cursorsAfter(owned.slotRecord.cursors, work.queued)',
    to: 'cursors: owned.slotRecord.cursors',
  },
  {
    name: 'no overlay within a batch',
    file: gate('fold.ts'),
    from: 'caseOf(cases, input.actionId)',
    to: '{ ...caseOf(cases, input.actionId) }',
  },
  {
    name: 'tombstones are not committed',
    file: gate('changelog.ts'),
    from: 'records.push(',
    to: 'if (value !== null) records.push(',
  },
]

const takeover: readonly Mutant[] = [
  {
    name: 'no barrier',
    file: gate('takeover.ts'),
    from: 'if (barrier.end === undefined) return\n        resolve(await this.moveTo(position, barrier.end))',
    to: 'resolve(await this.moveTo(position, barrier.end ?? (records.at(-1)?.offset ?? 0) + 1))',
  },
  {
    name: 'the sum over revisions is not checked',
    file: gate('takeover.ts'),
    from: 'if (slotRecord?.openSum !== open.total()) return undefined',
    to: 'if (!slotRecord) return undefined',
  },
  {
    name: 'revisions are not checked when states are loaded',
    file: gate('open-actions.ts'),
    from: 'if (remembered?.revision === found?.revision && remembered?.owner.id === found?.owner) return',
    to: 'if (remembered?.owner.id === found?.owner || found || remembered) return',
  },
  {
    name: 'tombstones are dropped',
    file: gate('takeover.ts'),
    from: 'latest(records.map(',
    to: 'latest(records.filter((record) => record.value !== null).map(',
  },
  {
    name: 'indices are not rebuilt',
    file: gate('takeover.ts'),
    from: '? { key, value, index: indexOf(JSON.parse(json.toString()) as ActionState) }',
    to: '? { key, value }',
  },
  {
    name: 'a deadline fires before the inputs are read',
    file: gate('timer.ts'),
    from: "if (!hasReached('redacted', ends.redacted) || !hasReached('commands', ends.commands))",
    to: "if (!hasReached('redacted', ends.redacted))",
  },
  {
    name: 'inputs from before a takeover are taken after it',
    file: gate('slot-owner.ts'),
    from: 'this.queue.clear()',
    to: '',
  },
]

const applyScript: readonly Mutant[] = [
  {
    name: 'no position check in apply',
    file: store('memory.ts'),
    from: 'if (memory.position !== from) throw',
    to: 'if (memory.position === -1) throw',
  },
  {
    name: 'no position check in load',
    file: store('memory.ts'),
    from: 'if (memory.position !== at) throw',
    to: 'if (memory.position === -1) throw',
  },
  {
    name: 'position written before the wipe',
    file: store('memory-server.ts'),
    from: 'this.#slots.delete(slot)',
    to: 'this.#slots.set(slot, { ...emptySlot(), position: this.slot(slot).position })',
  },
  {
    name: 'a wipe leaves the index of timers',
    file: store('memory-server.ts'),
    from: 'this.#slots.delete(slot)',
    to: 'this.#slots.set(slot, { ...emptySlot(), due: this.slot(slot).due })',
  },
  {
    name: 'the attempt counter starts again and again',
    file: store('memory.ts'),
    from: 'const attempts = known?.place === place ? known : fresh',
    to: 'const attempts = known?.place === by ? known : fresh',
  },
  {
    name: 'a later answer replaces the first',
    file: store('memory.ts'),
    from: 'if (this.#server.answerUnder(key) === undefined) this.#server.keep',
    to: 'this.#server.keep',
  },
]

export const mutants: readonly Mutant[] = [
  ...transition,
  ...commitOrder,
  ...takeover,
  ...applyScript,
]
