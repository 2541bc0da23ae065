/** What the caller of a command is told, and the fact that a refused command leaves behind. */
import type { ErrorCode, ErrorDetails } from '@holdpoint/contracts'
import type { CommandInput } from './input.ts'
import type { ActionState } from './state.ts'
import type { Step } from './step.ts'

type Answers = Step['answers']

/** Done; the state as it is now. */
export function done({ commandId }: CommandInput, state: ActionState): Answers {
  const { id, status, revision } = state
  const claim = status === 'claimed' && state.claim ? { claim: state.claim } : {}
  return [{ commandId, answer: { ok: true, actionId: id, status, revision, ...claim } }]
}

/** It had been done before: the same answer, and no second fact. */
export function repeat(input: CommandInput, state: ActionState): Step {
  const answers = done(input, state).map(({ commandId, answer }) => ({
    commandId,
    answer: answer.ok ? { ...answer, repeated: true as const } : answer,
  }))
  return { drafts: [], answers }
}

/** Changes nothing; the caller and the log learn why. */
export function refuse(
  input: CommandInput,
  state: ActionState | undefined,
  code: ErrorCode,
  details: ErrorDetails = {},
): Step {
  const { actionId, commandId, atMs, kind } = input
  const person = 'person' in input ? { person: input.person } : {}
  const status = state ? { status: state.status } : {}
  return {
    drafts: [
      {
        fact: {
          kind: 'refused',
          atMs,
          actionId,
          body: { command: kind, commandId, code, ...person },
        },
        views: {},
      },
    ],
    answers: [{ commandId, answer: { ok: false, actionId, ...status, code, details } }],
  }
}

export function unknownAction(input: CommandInput): Step {
  return refuse(input, undefined, 'HP_ACTION_UNKNOWN', { actionId: input.actionId })
}

export function closed(input: CommandInput, state: ActionState): Step {
  return refuse(input, state, 'HP_ACTION_CLOSED', { status: state.status })
}
