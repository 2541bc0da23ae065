/** The buttons of a card: a locator and nothing else. What people type comes back beside it. Clients that know no Action.Execute open the console instead. */
import type { Card } from '../../card/card.ts'
import { reasonCharsMax, verbs } from './activity.ts'

type Action = Readonly<Record<string, unknown>>

const presets = [
  'Not needed',
  'Wrong amount, object or recipient',
  'Not understood: please say more',
  'Against the rules',
]

/** `isComplete`: of this copy. */
export function buttonsOf(card: Card, isComplete: boolean): Action[] {
  const open = { type: 'Action.OpenUrl', title: 'Open in console', url: card.link }
  const has = (button: Card['buttons'][number]) => card.buttons.includes(button)
  return [
    ...(has('approve') && isComplete ? [approve(card, open)] : []),
    ...(has('deny') ? [deny(card, isComplete, open)] : []),
    ...(has('sign') ? [{ ...open, title: 'Review and sign' }] : []),
    ...(has('open') ? [open] : []),
  ]
}

/** A client asks for its viewer's own card when it comes into sight; that only reads. */
export function refreshOf({ actionId }: Card): Action {
  return {
    action: {
      ...{ type: 'Action.Execute', title: 'Refresh', verb: verbs.refresh },
      data: { hp: { v: 1, a: actionId } },
    },
  }
}

function approve(card: Card, open: Action): Action {
  const run = execute(card, 'approve', true, open)
  const look = { title: 'Approve', style: 'positive' }
  if (!card.reasonRequired) return { ...run, ...look }
  const body = [reasonInput('in_why', true), { type: 'ActionSet', actions: [run] }]
  return { type: 'Action.ShowCard', ...look, title: 'Approve…', card: shown(body) }
}

function deny(card: Card, isComplete: boolean, open: Action): Action {
  const body = [
    {
      ...{ type: 'Input.ChoiceSet', id: 'in_preset', label: 'Why', style: 'compact' },
      placeholder: 'Choose a reason',
      choices: presets.map((title) => ({ title, value: title })),
    },
    reasonInput('in_reason', card.reasonRequired),
    { type: 'ActionSet', actions: [execute(card, 'deny', isComplete, open)] },
  ]
  return { type: 'Action.ShowCard', title: 'Deny…', style: 'destructive', card: shown(body) }
}

/** Ids of inputs are taken once in a card, whatever is folded away in it. */
function reasonInput(id: string, isRequired: boolean): Action {
  return {
    ...{ type: 'Input.Text', id, label: isRequired ? 'Reason' : 'In your own words' },
    ...{ isMultiline: true, maxLength: reasonCharsMax },
    ...(isRequired ? { isRequired, errorMessage: 'A reason is required' } : {}),
  }
}

const shown = (body: readonly Action[]): Action => ({ type: 'AdaptiveCard', body })

function execute(
  card: Card,
  verdict: 'approve' | 'deny',
  isComplete: boolean,
  fallback: Action,
): Action {
  const { actionId, presented, revision } = card
  return {
    ...{ type: 'Action.Execute', verb: verbs[verdict] },
    title: verdict === 'approve' ? 'Approve' : 'Deny',
    style: verdict === 'approve' ? 'positive' : 'destructive',
    data: {
      hp: { v: 1, a: actionId, d: presented, r: revision, ...(isComplete ? { c: 1 } : {}) },
    },
    fallback,
  }
}
