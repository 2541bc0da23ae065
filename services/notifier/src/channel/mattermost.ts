/** Mattermost: a bot posts cards, presses come to `/mattermost/<name>`. See services/notifier/CHANNELS.md. */
import { check, strict, Text } from '@holdpoint/contracts'
import { Path } from '@holdpoint/service'
import Type from 'typebox'
import { headlinesOf, markdownOf } from '../card/markdown.ts'
import { answerWords } from '../inbox/words.ts'
import type { ChannelKind } from './kind.ts'
import { locatorsOf, markOf, readLocator } from './locator.ts'
import type { Delivery } from './port.ts'
import { sendJson } from './send-json.ts'

const Id = Type.String({ pattern: '^[a-z0-9]{26}$' })
const url = Type.String({ pattern: '^https?://[^/]+$' })
const settings = strict({ url, channel: Id, botToken: Path, pressKey: Path })
const Posted = Type.Object({ id: Id })
type To = Omit<Delivery, 'card'>
const Press = Type.Object({ user_id: Id, post_id: Id, trigger_id: Text, context: Type.Unknown() })
const charsMax = 14_000 // Mattermost cuts posts at 16,383.

export const mattermostKind: ChannelKind<typeof settings> = {
  ...{ kind: 'mattermost', settings },
  open: async ({ url, channel, botToken, pressKey }, { name, page, secret }) => {
    const [token, mark] = [await secret(botToken), markOf(await secret(pressKey), name)]
    const post = async (to: To, message: string, isComplete = false, actions: object[] = []) => {
      const { id, handle, signal } = to
      const props = { attachments: [{ actions }] }
      const body = { channel_id: channel, pending_post_id: id, message, props }
      const how = { method: handle ? 'PUT' : 'POST', token, body, signal } as const
      const place = handle ? `/${handle['post']}/patch` : ''
      const sent = await sendJson(`${url}/api/v4/posts${place}`, how)
      if (!('answer' in sent)) return sent
      return { kind: 'shown', handle: { post: check(Posted, sent.answer).id }, isComplete } as const
    }
    return {
      ...{ name, kind: 'mattermost', canUpdate: true, addressesOf: () => [channel] },
      rates: [{ per: 'channel', count: 5, spanMs: 1000 }],
      deliver: (delivery) => {
        const { text, card, isComplete } = markdownOf(delivery.card, charsMax)
        const buttons = locatorsOf(card, isComplete, mark).map((context) => {
          const integration = { url: `${page}/mattermost/${name}`, context }
          return { id: context.v, name: context.v, type: 'button', integration }
        })
        return post(delivery, text, isComplete, buttons)
      },
      deliverDigest: (digest) => post(digest, headlinesOf(digest.cards)),
      routes: (edge, inbox) => {
        edge.post(`/mattermost/${name}`, async ({ body }) => {
          const { user_id, post_id, trigger_id: pressId, context } = check(Press, body)
          const pressed = readLocator(context, mark)
          if (pressed === undefined) return { ephemeral_text: 'This button is not ours.' }
          const copy = { address: channel, handle: { post: post_id } }
          const who = { account: `mattermost:${name}:${user_id}`, pressId, copy }
          const taken = await inbox.press({ ...pressed, ...who })
          return { ephemeral_text: answerWords(await taken.answer) }
        })
      },
      ...{ start: async () => undefined, stop: async () => undefined },
    }
  },
}
