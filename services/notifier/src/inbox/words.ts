/**
 * What a person is told whose press did not count, and nobody else. The same words for the same code, whoever asks and whatever they asked about: a refusal names no
 * group, no person and nothing of the action, so that nobody learns by pressing.
 */
import type { ErrorCode } from '@holdpoint/contracts'
import type { Answer } from '../channel/port.ts'

type Told = Partial<Record<ErrorCode, string>>

const told: Told = {
  HP_ACCOUNT_UNLINKED:
    'Nobody knows yet who you are here. Link this account to yourself once, then press again.',
  HP_ACTION_UNKNOWN: 'This request is not known any more.',
  HP_ACTION_CLOSED: 'This was decided already, or its time is over.',
  HP_ALREADY_VOTED: 'You have voted on this already.',
  HP_OWN_ACTION: 'This is your own: nobody decides about what is theirs.',
  HP_NOT_ENTITLED: 'You are not among those who decide about this.',
  HP_ASSURANCE_LOW: 'This needs your signature: open it in the console.',
  HP_STALE_VIEW:
    'This message shows something else than what is asked now: open it in the console.',
  HP_VIEW_INCOMPLETE: 'This message could not show all of it: open it in the console to approve.',
  HP_REASON_REQUIRED: 'A reason is required.',
  HP_FIELD_INVALID: 'The reason is too long.',
  HP_FROZEN: 'This stands frozen.',
  HP_RATE_LIMITED: 'Too many presses: wait a moment.',
  HP_TIMEOUT: 'Your vote is stored. Nobody could say in time what came of it: look in the console.',
}
const otherwise = 'This did not count. Open it in the console.'

export function refusalWords(code: string): string {
  return (Object.hasOwn(told, code) ? told[code as ErrorCode] : undefined) ?? otherwise
}

/** What whoever pressed is told, where a service takes nothing but text. */
export function answerWords(answer: Answer): string {
  if (answer.kind === 'counted') return 'It counts.'
  const { text, link } = answer
  return link === undefined ? text : `${text} ${link}`
}
