/** Slack's Web API as far as a bot needs it: methods over a workspace, with the errors that Slack gives. */
import { areTooLong, blockProblems, viewProblems } from './block-kit.ts'
import type { Block, SlackChannel, SlackUser, Workspace } from './workspace.ts'

/** Longer texts are cut by Slack, not refused. */
const textCharsMax = 40_000

/** Arguments as sent; objects are JSON texts where the body is a form. */
export type Arguments = Readonly<Record<string, unknown>>
export type Answered = Readonly<Record<string, unknown>> & { readonly ok: boolean }
type Method = (args: Arguments, workspace: Workspace) => Answered

/** The token that each method wants, and what it does. */
export const methods: Readonly<
  Record<string, { readonly token: 'bot' | 'app'; readonly call: Method }>
> = {
  'auth.test': { token: 'bot', call: authTest },
  'chat.postMessage': { token: 'bot', call: postMessage },
  'chat.update': { token: 'bot', call: update },
  'chat.postEphemeral': { token: 'bot', call: postEphemeral },
  'users.info': { token: 'bot', call: userInfo },
  'views.open': { token: 'bot', call: openView },
}

export const appUser = 'U0HOLDPOINT'
const refuse = (error: string, more: object = {}): Answered => ({ ok: false, error, ...more })

function authTest(_: Arguments, { team }: Workspace): Answered {
  return { ok: true, team_id: team, user_id: appUser, bot_id: 'B0HOLDPOINT', team: 'Test' }
}

function postMessage(args: Arguments, workspace: Workspace): Answered {
  const channel = openChannel(args, workspace)
  if ('ok' in channel) return channel
  const content = contentOf(args, workspace)
  if ('ok' in content) return content
  const { thread_ts: threadTs } = args
  const isReply = typeof threadTs === 'string'
  if (isReply && workspace.find(channel.id, threadTs) === undefined)
    return refuse('thread_not_found')
  if (isReply && workspace.closedThreads.has(threadTs))
    return refuse('restricted_action_thread_locked')
  const key = args['client_msg_id']
  const known = typeof key === 'string' ? workspace.keys.get(key) : undefined
  if (known !== undefined) return repeated(known, workspace)
  const ts = workspace.nextTs()
  const nowMs = workspace.clock()
  if (typeof key === 'string') workspace.keys.set(key, { channel: channel.id, ts })
  workspace.messages.push({
    ...{ channel: channel.id, ts, ...content, mrkdwn: isOn(args['mrkdwn']) },
    ...(isReply ? { threadTs } : {}),
    ...{ postedAtMs: nowMs, changedAtMs: nowMs, changeCount: 0 },
  })
  return { ok: true, channel: channel.id, ts, message: { type: 'message', ...content, ts } }
}

/** A message is posted once under one key. */
function repeated(
  { channel, ts }: { channel: string; ts: string },
  workspace: Workspace,
): Answered {
  const message = workspace.find(channel, ts)
  if (message === undefined) return refuse('duplicate_message_not_found')
  const { text, blocks } = message
  return { ok: true, channel, ts, message: { type: 'message', text, blocks, ts } }
}

function update(args: Arguments, workspace: Workspace): Answered {
  // Unlike posting, this takes no person for a channel.
  if (!workspace.channels.has(String(args['channel']))) return refuse('channel_not_found')
  const channel = openChannel(args, workspace)
  if ('ok' in channel) return channel
  const message = workspace.find(channel.id, String(args['ts']))
  if (message === undefined) return refuse('message_not_found')
  const content = contentOf(args, workspace)
  if ('ok' in content) return content
  Object.assign(message, content, {
    changedAtMs: workspace.clock(),
    changeCount: message.changeCount + 1,
  })
  return { ok: true, channel: channel.id, ts: message.ts, text: content.text }
}

function postEphemeral(args: Arguments, workspace: Workspace): Answered {
  const channel = openChannel(args, workspace)
  if ('ok' in channel) return channel
  const user = String(args['user'])
  if (!workspace.users.has(user)) return refuse('user_not_in_channel')
  const content = contentOf(args, workspace)
  if ('ok' in content) return content
  workspace.ephemerals.push({ channel: channel.id, user, ...content })
  return { ok: true, message_ts: workspace.nextTs() }
}

function userInfo({ user: id }: Arguments, { users, team }: Workspace): Answered {
  const user = users.get(String(id))
  return user === undefined ? refuse('user_not_found') : { ok: true, user: profileOf(user, team) }
}

function profileOf(user: SlackUser, team: string): object {
  return {
    ...{ id: user.id, team_id: user.teamId ?? team, name: 'display.only' },
    ...{ deleted: user.isDeleted ?? false, is_bot: user.isBot ?? false, is_app_user: false },
    ...{ is_restricted: user.isRestricted ?? false },
    ...{ is_ultra_restricted: user.isUltraRestricted ?? false },
    ...(user.isStranger ? { is_stranger: true } : {}),
    is_email_confirmed: user.isEmailConfirmed ?? false,
    profile: { real_name: 'Display Only', ...(user.email ? { email: user.email } : {}) },
  }
}

function openView(args: Arguments, workspace: Workspace): Answered {
  const trigger = workspace.useTrigger(args['trigger_id'])
  if ('error' in trigger) return refuse(trigger.error)
  const view = decoded(args['view'])
  const messages = viewProblems(view)
  if (messages.length > 0) return refuse('invalid_arguments', { response_metadata: { messages } })
  const id = workspace.nextId('V')
  const opened = { ...(view as object), blocks: (view as { blocks: Block[] }).blocks }
  workspace.views.push({ id, user: trigger.user, view: opened })
  return { ok: true, view: { id, ...opened } }
}

function openChannel(args: Arguments, workspace: Workspace): SlackChannel | Answered {
  const channel = workspace.channelFor(String(args['channel']))
  if (channel === undefined) return refuse('channel_not_found')
  if (channel.isArchived) return refuse('is_archived')
  return channel.hasApp ? channel : refuse('not_in_channel')
}

function contentOf(
  args: Arguments,
  { blocksCharsMax }: Workspace,
): { text: string; blocks: readonly Block[] } | Answered {
  const text = typeof args['text'] === 'string' ? args['text'] : ''
  const blocks = args['blocks'] === undefined ? [] : decoded(args['blocks'])
  if (text === '' && (blocks as unknown[]).length === 0) return refuse('no_text')
  if (args['blocks'] !== undefined) {
    const messages = blockProblems(blocks, 'message')
    if (messages.length > 0) return refuse('invalid_blocks', { response_metadata: { messages } })
    if (areTooLong(blocks, blocksCharsMax)) return refuse('msg_blocks_too_long')
  }
  return { text: text.slice(0, textCharsMax), blocks: blocks as readonly Block[] }
}

const isOn = (value: unknown): boolean => value !== false && value !== 'false'

function decoded(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
