/** The page in a real browser: taking approvals back, resolving doubts, and what is said of a repeat. */
import type { Page as Tab } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser, type Page, servePage } from './browser.ts'
import { actionOf, idOf, settle } from './fixture.ts'

const browser = await openBrowser()
const deadline = { timeout: 10_000 }
const grant = { jti: 'g', audience: 'payments', notBeforeMs: 1, expiresMs: Date.now() + 600_000 }
const approval = { by: 'people', rule: 'refunds', votes: [], grant }
const claim = { executor: 'pay-1', claimId: 'c', keyThumbprint: 't', request: 'r', deadlineMs: 5 }
const silence = { claimId: 'c', executor: 'pay-1', cause: 'deadline' }

if ('missing' in browser) {
  describe.skip(`the page: ${browser.missing}`, () => test('in a browser', () => undefined))
} else {
  describe('the page', () => {
    let page: Page
    let tab: Tab

    beforeEach(async () => {
      page = await servePage()
      tab = await browser.newPage({ viewport: { width: 1100, height: 800 } })
    })
    afterEach(async () => {
      await tab.close()
      await page.close()
    })
    afterAll(() => browser.close())

    const send = async (records: Parameters<Page['world']['gateBus']['send']>[0]) => {
      await page.world.gateBus.send(records)
      await settle()
    }
    const fact = (n: number, kind: string, body: object) =>
      send(page.world.gate.fact(idOf(n), kind as never, body))
    const hold = (n: number, change: object = {}) => send(page.world.gate.hold(actionOf(n, change)))
    const enter = async (name: string, path = '/') => {
      await tab.goto(page.url + path)
      await tab.getByRole('button', { name, exact: true }).click()
    }
    const row = (n: number) => tab.locator(`[data-row="${idOf(n)}"] a`)
    const button = (name: string) => tab.getByRole('button', { name, exact: true })
    const question = () => tab.getByRole('dialog')
    const status = (word: string) => tab.locator('.card-head .status', { hasText: word })

    test('takes an approval back, with a reason and a token for exactly that', async () => {
      await hold(1)
      await fact(1, 'approved', approval)
      await enter('Ana', `/a/${idOf(1)}`)
      await button('Take it back…').click()
      await question().getByRole('button', { name: 'Take it back' }).click()
      await tab.getByText('Write a reason').waitFor(deadline)
      expect(page.world.gate.stops).toEqual([])
      await question().getByLabel('Reason (required)').fill('the customer rang')
      await question().getByRole('button', { name: 'Take it back' }).click()
      await status('Revoked').waitFor(deadline)
      expect(page.world.gate.stops).toMatchObject([
        { person: 'ana', channel: 'console', token: expect.stringContaining('eyJ') },
      ])
      expect(await button('Take it back…').count()).toBe(0)
    })

    test('does not offer it for what runs already', async () => {
      await hold(1)
      await fact(1, 'approved', approval)
      await fact(1, 'claimed', claim)
      await enter('Ana', `/a/${idOf(1)}`)
      await status('Running').waitFor(deadline)
      expect(await button('Take it back…').count()).toBe(0)
    })

    test('shows what is in doubt by itself, and takes what a person has found', async () => {
      await hold(1)
      await fact(1, 'approved', approval)
      await fact(1, 'claimed', claim)
      await fact(1, 'unknown', silence)
      await enter('Ana')
      await button('In doubt').click()
      await row(1).click()
      await tab.getByText('Nobody knows whether it was done.').waitFor(deadline)
      await button('It was not done…').click()
      await tab.getByText('it will be done twice').waitFor(deadline)
      await question().getByLabel('Reason (required)').fill('not at the bank')
      await question().getByRole('button', { name: 'It was not done' }).click()
      await status('Failed').waitFor(deadline)
      expect(page.world.gate.stops).toMatchObject([{ found: 'failed', reason: 'not at the bank' }])
      await tab.getByText('ana found that it was not done').waitFor(deadline)
    })

    test('does not let the requester’s side resolve its own doubt', async () => {
      await hold(1)
      await fact(1, 'approved', approval)
      await fact(1, 'claimed', claim)
      await fact(1, 'unknown', silence)
      await enter('Olga', `/a/${idOf(1)}`)
      await tab.getByText('must find out').waitFor(deadline)
      expect(await button('It was done…').count()).toBe(0)
    })

    test('says plainly that an action repeats a denied one, in the list and on the card', async () => {
      await hold(1)
      await fact(1, 'denied', { by: 'people', rule: 'refunds', votes: [] })
      await hold(2, { justification: 'Please.' })
      await enter('Ana')
      expect(await row(2).innerText()).toContain('Repeat')
      await row(2).click()
      await tab.getByText('The same was denied before in this run, by people.').waitFor(deadline)
      await tab.getByRole('link', { name: 'See it' }).click()
      await status('Denied').waitFor(deadline)
    })

    test('shows what policy allowed in a list of its own, as long as it can be stopped', async () => {
      await send(page.world.gate.allow(actionOf(1)))
      await enter('Ana')
      await button('Allowed').click()
      await row(1).click()
      await tab.getByText('let it go without asking anybody').waitFor(deadline)
      expect(await button('Take it back…').count()).toBe(1)
    })
  })
}
