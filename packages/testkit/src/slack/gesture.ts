/** What Slack tells an app when somebody presses a button or submits a modal. */
import { createHmac } from 'node:crypto'
import type { Button, OpenView, SlackMessage, Workspace } from './workspace.ts'

export interface Press {
  readonly user: string
  readonly channel: string
  readonly ts: string
  /** Of the button. */
  readonly actionId: string
}

/** Texts by action id of the input; of a select, the chosen option's value. */
export type Inputs = Readonly<Record<string, string>>

export type Payload = Readonly<Record<string, unknown>>

export const buttonsOf = ({ blocks }: Pick<SlackMessage, 'blocks'>): readonly Button[] =>
  blocks.flatMap(({ type, elements }) => (type === 'actions' ? (elements ?? []) : []))

/** As somebody sees it who has the message before them; throws where there is no such button. */
export function pressPayload(press: Press, workspace: Workspace): Payload {
  const { channel, ts, user, actionId } = press
  const message = workspace.find(channel, ts)
  const isIt = ({ action_id }: Button) => action_id === actionId
  const block = message?.blocks.find(({ elements }) => elements?.some(isIt))
  const button = block?.elements?.find(isIt)
  if (block === undefined || button === undefined) throw new Error(`no button ${actionId}`)
  const container = { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false }
  const action = { ...button, block_id: block.block_id, action_ts: workspace.nextTs() }
  return {
    ...{ type: 'block_actions', ...sender(user, workspace), container },
    ...{ channel: { id: channel }, message: { ts, type: 'message' }, actions: [action] },
  }
}

export function submitPayload(
  { id, view }: OpenView,
  user: string,
  inputs: Inputs,
  workspace: Workspace,
): Payload {
  const values: Record<string, Record<string, unknown>> = {}
  for (const { type, block_id = '', element } of view.blocks) {
    if (type !== 'input') continue
    const { action_id, type: kind } = element as { action_id: string; type: string }
    const value = inputs[action_id]
    const chosen = value === undefined ? null : { value }
    values[block_id] = {
      [action_id]: {
        type: kind,
        ...(kind === 'static_select' ? { selected_option: chosen } : { value: value ?? null }),
      },
    }
  }
  return {
    ...{ type: 'view_submission', ...sender(user, workspace), response_urls: [] },
    view: {
      ...view,
      id,
      app_id: 'A0HOLDPOINT',
      app_installed_team_id: workspace.team,
      state: { values },
    },
  }
}

function sender(id: string, workspace: Workspace) {
  const { team } = workspace
  const team_id = workspace.users.get(id)?.teamId ?? team
  return {
    ...{ api_app_id: 'A0HOLDPOINT', token: 'legacy', team: { id: team, domain: 'test' } },
    ...{ enterprise: null, is_enterprise_install: false },
    user: { id, team_id, username: 'display.only', name: 'display.only' },
    trigger_id: workspace.newTrigger(id),
  }
}

/** A request as Slack signs it. */
export function signedForm(payload: Payload, secret: string, nowMs: number) {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const timestamp = String(Math.floor(nowMs / 1000))
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${mac}`,
  }
  return { body, headers }
}
