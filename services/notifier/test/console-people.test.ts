/** The page in a real browser: linking an account to oneself, letting go of it, and being away. */
import { decodeEvent } from '@holdpoint/contracts'
import type { Page as Tab } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser, type Page, servePage } from './browser.ts'

const browser = await openBrowser()
const deadline = { timeout: 10_000 }

if ('missing' in browser) {
  describe.skip(`the page: ${browser.missing}`, () => test('in a browser', () => undefined))
} else {
  describe('the page', () => {
    let page: Page
    let tab: Tab
    let faults: string[]
    let asked: string[]

    beforeEach(async () => {
      page = await servePage({ hasAccounts: true })
      tab = await browser.newPage({ viewport: { width: 900, height: 900 } })
      faults = []
      asked = []
      tab.on('pageerror', (error) => faults.push(error.message))
      tab.on('request', (request) => asked.push(`${request.method()} ${request.url()}`))
    })
    afterEach(async () => {
      await tab.close()
      await page.close()
      expect(faults).toEqual([])
    })
    afterAll(() => browser.close())

    const records = () => page.world.cluster.records('people', 0).map((each) => decodeEvent(each))
    const button = (name: string) => tab.getByRole('button', { name, exact: true })

    test('says what a link would do, does it when told to, and lets go again', async () => {
      const link = await page.ticketFor('slack:T1:U7')
      await tab.goto(link)
      await button('Ana').click()
      await tab.getByText('Link this account to you?').waitFor(deadline)
      expect(await tab.locator('#offer').innerText()).toMatch(/slack:T1:U7.*you \(Ana\)/s)
      expect(await tab.locator('#offer-warning').innerText()).toContain(
        'nobody has sent you this link',
      )
      // The secret is in no address any more, and was in no request.
      const secret = link.split('#')[1] ?? ''
      expect(tab.url()).not.toContain(secret)
      expect(asked.join('\n')).not.toContain(secret)
      expect(records()).toEqual([])
      await button('Link to me').click()
      await tab.locator('#accounts li').waitFor(deadline)
      expect(records()).toMatchObject([
        { data: { said: { account: 'slack:T1:U7', person: 'ana', how: 'token' } } },
      ])
      expect(await tab.locator('#offer').isVisible()).toBe(false)
      await button('Let go').click()
      await tab.locator('#accounts-empty').waitFor(deadline)
      expect(records()).toHaveLength(2)
    })

    test('opening a link, or saying it is not mine, changes nothing', async () => {
      await tab.goto(await page.ticketFor('slack:T1:U7'))
      await button('Ana').click()
      await button('Not mine').click()
      expect(await tab.locator('#offer').isVisible()).toBe(false)
      expect(records()).toEqual([])
      expect(
        asked.filter((each) => each.includes('/v1/links ')).every((each) => each.startsWith('GET')),
      ).toBe(true)
    })

    test('a dead link says so', async () => {
      await tab.goto(`${page.url}/link#${'A'.repeat(43)}`)
      await button('Ana').click()
      await tab.getByText('was used, or its time is over').waitFor(deadline)
      expect(await tab.locator('#offer').isVisible()).toBe(false)
    })

    test('says who is away until when, and brings them back', async () => {
      await tab.goto(page.url)
      await button('Ana').click()
      await tab.getByRole('link', { name: 'Accounts' }).click()
      await button('I am away').waitFor(deadline)
      await button('I am away').click()
      await tab.getByText('Say until when.').waitFor(deadline)
      await tab.getByLabel('Who is asked instead').fill('bea')
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)
      await tab.getByLabel('Until', { exact: true }).fill(tomorrow)
      await button('I am away').click()
      await tab.getByText('bea is asked until').waitFor(deadline)
      await button('I am back').click()
      await tab.getByText('You are asked yourself.').waitFor(deadline)
      expect(records().map(({ attributes }) => attributes.type)).toEqual([
        ...['away', 'back'].map((kind) => `dev.holdpoint.person.${kind}.v1`),
      ])
    })
  })
}
