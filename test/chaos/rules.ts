/** What the actions of a storm are, so that some end in every way there is: deadlines are short enough to be waited for. */
import { policyOf } from '../support/team.ts'

/** Both may take whatever is approved, so that they race. */
export const executorIds = ['billing', 'second'] as const
export const executors = { audiences: ['billing', 'hands'] }

/** Made anew each time: the policy file knows no anchors. */
const one = () => ({ assurance: 'chat', groups: [{ group: 'approvers' }] })

export const policy = policyOf({
  types: {
    'chaos.allowed': {},
    'chaos.asked': { decideWithin: '1m' },
    'chaos.pair': { decideWithin: '1m' },
    'chaos.forgotten': { audience: 'hands', decideWithin: '8s' },
    'chaos.raced': { audience: 'hands', runWithin: '8s' },
    'chaos.unused': { audience: 'hands', useWithin: '8s' },
    'chaos.waiting': { audience: 'hands' },
    'chaos.held': { audience: 'hands' },
    'chaos.forbidden': {},
  },
  rules: [
    { name: 'forbidden', types: ['chaos.forbidden'], deny: { reason: 'never' } },
    { name: 'pair', types: ['chaos.pair'], require: { ...one(), quorum: 2, denials: 2 } },
    {
      ...{ name: 'asked', types: ['chaos.asked', 'chaos.forgotten', 'chaos.held'] },
      require: one(),
    },
    { name: 'allowed', types: ['chaos.*'], allow: {} },
  ],
})
