/** The check refuses what Teams would not show: whatever passes here must be a card by the published schema. */
import { describe, expect, test } from 'vitest'
import { cardProblems } from './card-check.ts'

const card = (body: readonly object[], more: object = {}) => ({
  ...{ type: 'AdaptiveCard', version: '1.5', body },
  ...more,
})
const text = { type: 'TextBlock', text: 'x' }
const run = { type: 'Action.Execute', title: 'Go', verb: 'v' }

describe('refused', () => {
  test.each<[string, unknown, RegExp]>([
    ['what is no card', { type: 'message' }, /no AdaptiveCard/],
    ['no version', { type: 'AdaptiveCard', body: [] }, /version/],
    ['a version that Teams does not know', card([], { version: '1.6' }), /knows no 1.6/],
    ['an element that there is not', card([{ type: 'Html', text: 'x' }]), /no element/],
    ['an action as an element', card([run]), /no element/],
    ['an element as an action', card([], { actions: [text] }), /no action/],
    ['a property that there is not', card([{ ...text, html: true }]), /has no html/],
    ['a property that is missing', card([{ type: 'TextBlock' }]), /needs text/],
    ['a property of another type', card([{ type: 'TextBlock', text: 1 }]), /must be a string/],
    ['a word that there is not', card([{ ...text, weight: 'heavy' }]), /must be one of/],
    ['a list that is none', card([{ type: 'Container', items: text }]), /must be a list/],
    ['an address that is none', card([{ type: 'Image', url: 'x y' }]), /must be a URL/],
    ['a link to no web page', card([], { actions: [open('javascript:alert(1)')] }), /no web page/],
    ['an id twice', card([input('a'), show([input('a')])]), /is taken/],
    ['more buttons than are shown', card([], { actions: Array(7).fill(run) }), /more than 6/],
    [
      'a card that a click on text shows',
      card([{ ...text, selectAction: run }]),
      /no selectAction/,
    ],
    ['a fallback that is none', card([], { actions: [{ ...run, fallback: text }] }), /no action/],
    ['what came later', card([set([run])], { version: '1.3' }), /came with 1.4/],
    ['a property that came later', card([], { version: '1.3', refresh: {} }), /came with 1.4/],
    ['too many viewers', refresh(Array(61).fill('29:x')), /more than 60/],
    ['viewers who are none of Teams', refresh(['ana@example.test']), /none of Teams/],
  ])('%s', (_, value, problem) => {
    expect(cardProblems(value).join('\n')).toMatch(problem)
  })
})

test('taken: everything that a card of an approval is made of', () => {
  const words = {
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: 'x', weight: 'bolder' }, 'y'],
  }
  const fallback = open('https://hold.example/')
  const actions = [{ ...run, fallback, data: { a: 1 } }, open('https://hold.example/')]
  const value = card([words, set(actions), { type: 'ActionSet', actions: [deny()] }])
  expect(cardProblems(value)).toEqual([])
  expect(cardProblems(refresh(Array(60).fill('29:1x')))).toEqual([])
})

function open(url: string): object {
  return { type: 'Action.OpenUrl', title: 'Open', url }
}
function input(id: string): object {
  return { type: 'Input.Text', id, label: 'Why' }
}
function set(actions: readonly object[]): object {
  return { type: 'ActionSet', actions }
}
function deny(): object {
  return {
    type: 'Action.ShowCard',
    title: 'Deny',
    card: { type: 'AdaptiveCard', body: [input('b')] },
  }
}
function show(body: readonly object[]): object {
  return set([{ type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body } }])
}
function refresh(userIds: readonly string[]): object {
  return card([], { refresh: { action: run, userIds } })
}
