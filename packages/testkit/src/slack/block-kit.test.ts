/** What Slack would refuse is refused here, so that a channel can't learn it in production. */
import { describe, expect, test } from 'vitest'
import { areTooLong, blockProblems, parsedTexts, shownText, viewProblems } from './block-kit.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
const button = (n: number, more: object = {}) => ({
  ...{ type: 'button', action_id: `a${n}`, text: plain('Press'), ...more },
})
const header = (text: string) => ({ type: 'header', text: plain(text) })
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
})
const actions = (count: number) => ({
  type: 'actions',
  elements: Array.from({ length: count }, (_, n) => button(n)),
})
const x = (count: number) => 'x'.repeat(count)

describe('refused', () => {
  test.each<[string, unknown]>([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    ['no blocks', []],
    ['a header of 151 characters', [header(x(151))]],
    ['an empty run of text', [rich('')]],
    ['26 buttons in a row', [actions(26)]],
    ['11 things in a context', [{ type: 'context', elements: Array(11).fill(plain('x')) }]],
    [
      'a button label of 76 characters',
      [{ type: 'actions', elements: [button(1, { text: plain(x(76)) })] }],
    ],
    [
      'a button value of 2001 characters',
      [{ type: 'actions', elements: [button(1, { value: x(2001) })] }],
    ],
    ['a section of 3001 characters', [{ type: 'section', text: plain(x(3001)) }]],
    ['a member that Slack does not know', [{ type: 'divider', colour: 'red' }]],
    ['a block that Slack does not know', [{ type: 'marquee' }]],
    [
      'two blocks of one id',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
    ],
    ['markup where plain text is due', [{ type: 'header', text: { type: 'mrkdwn', text: '*x*' } }]],
  ])('%s', (_, blocks) => {
    expect(blockProblems(blocks, 'message').join()).toMatch(/\[ERROR\] .*\[json-pointer:\/blocks/)
  })

  test.each<[string, object]>([
    ['a title of 25 characters', { title: plain(x(25)) }],
    ['an input without a way to send it', { submit: undefined }],
    ['metadata of 3001 characters', { private_metadata: x(3001) }],
  ])('a modal with %s', (_, change) => {
    const element = { type: 'plain_text_input', action_id: 'a' }
    const blocks = [{ type: 'input', label: plain('Why'), element }]
    const view = { type: 'modal', title: plain('Deny'), submit: plain('Send'), blocks }
    expect(viewProblems(view)).toEqual([])
    expect(viewProblems({ ...view, ...change })).not.toEqual([])
  })
})

test('50 blocks, a header of 150 characters and 25 buttons pass', () => {
  const dividers = Array.from({ length: 48 }, () => ({ type: 'divider' }))
  expect(blockProblems([header(x(150)), actions(25), ...dividers], 'message')).toEqual([])
})

test('a message whose blocks hold more than 12,000 characters together is too long', () => {
  const blocks = (count: number) => [rich(x(6_000)), rich(x(count))]
  expect(areTooLong(blocks(6_000))).toBe(false)
  expect(areTooLong(blocks(6_001))).toBe(true)
})

test('what Slack would parse and what people read are told apart', () => {
  const blocks = [
    rich('<!channel>'),
    { type: 'context', elements: [{ type: 'mrkdwn', text: '*ours*' }] },
  ]
  expect(parsedTexts(blocks)).toEqual(['*ours*'])
  expect(shownText(blocks)).toBe('<!channel>\n*ours*')
})
