/** What never became an action, or was no readable command: answered and logged all the same. */
import { type ErrorCode, recordId, rejectionId } from '@holdpoint/contracts'
import type { Input } from './input.ts'
import type { ActionState } from './state.ts'
import type { Step } from './step.ts'
import { asked } from './submission.ts'

type Of<K extends Input['kind']> = Extract<Input, { readonly kind: K }>

/** An intent that stands against what is known. The state stays; the agent is told which of its intents this is about. */
export function refuseIntent(input: Of<'intent'>, code: ErrorCode, field?: string): Step {
  const { actionId, atMs, redacted } = input
  const { intended, source } = redacted
  const where = field === undefined ? {} : { field }
  const commandId = recordId(source)
  const body = { command: 'intent' as const, commandId, code, ...where }
  const agent = asked(redacted.action)?.agent
  const told = { ...where, ...(agent === undefined ? {} : { agent }), intended, atMs }
  const answer = { ok: false, actionId, code, details: told } as const
  return {
    drafts: [{ fact: { kind: 'refused', atMs, actionId, body }, views: {} }],
    answers: [{ commandId: rejectionId(commandId), answer }],
    settled: { actionId, status: 'rejected', intended, code, ...where, source, atMs },
  }
}

/** A record that the redactor refused. Nobody has proven who sent it, so it may not speak for an action that exists. */
export function reject(state: ActionState | undefined, input: Of<'rejection'>): Step {
  const { atMs, refused } = input
  const { code, source, receivedAtMs, kind } = refused
  const field = refused.field === undefined ? {} : { field: refused.field }
  const actionId = input.actionId === undefined ? {} : { actionId: input.actionId }
  if (kind === 'outcome') {
    const body = { command: 'outcome' as const, commandId: recordId(source), code, ...field }
    return {
      drafts: [{ fact: { kind: 'refused', atMs, ...actionId, body }, views: {} }],
      answers: [],
    }
  }
  const body = { code, ...field, source, receivedAtMs }
  const subject = state ? {} : actionId
  return {
    drafts: [{ fact: { kind: 'rejected', atMs, ...actionId, body }, views: {} }],
    answers: [],
    settled: { ...subject, status: 'rejected', code, ...field, source, atMs },
  }
}

/** A command that failed authentication or did not parse; of an intent, its agent is told. */
export function refuseUnread(state: ActionState | undefined, input: Of<'refusal'>): Step {
  const { atMs, command, commandId, code } = input
  const field = input.field === undefined ? {} : { field: input.field }
  const actionId = input.actionId === undefined ? {} : { actionId: input.actionId }
  const body = { command, commandId, code, ...field }
  const step: Step = {
    drafts: [{ fact: { kind: 'refused', atMs, ...actionId, body }, views: {} }],
    answers: [{ commandId, answer: { ok: false, ...actionId, code, details: field } }],
  }
  if (command !== 'intent') return step
  return {
    ...step,
    settled: { ...(state ? {} : actionId), status: 'rejected', code, ...field, atMs },
  }
}
