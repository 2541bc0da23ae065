/** The page in a real browser: what a person sees, does and can't do by mistake. */
import type { Page as Tab } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser, type Page, servePage } from './browser.ts'
import { actionOf, idOf, settle } from './fixture.ts'
import type { HoldOptions } from './gate.ts'

const browser = await openBrowser()
const deadline = { timeout: 10_000 }

if ('missing' in browser) {
  describe.skip(`the page: ${browser.missing}`, () => test('in a browser', () => undefined))
} else {
  describe('the page', () => {
    let page: Page
    let tab: Tab
    let faults: string[]

    beforeEach(async () => {
      page = await servePage()
      tab = await browser.newPage({ viewport: { width: 1100, height: 800 } })
      faults = []
      tab.on('pageerror', (error) => faults.push(error.message))
      tab.on('console', (message) => {
        // A refusal by the gate is an answer; browsers write it down as an error of the network.
        const isAnswer = message.text().startsWith('Failed to load resource')
        if (message.type() === 'error' && !isAnswer) faults.push(message.text())
      })
    })
    afterEach(async () => {
      await tab.close()
      await page.close()
      expect(faults).toEqual([])
    })
    afterAll(() => browser.close())

    const hold = async (n: number, options: HoldOptions = {}, change: object = {}) => {
      await page.world.gateBus.send(page.world.gate.hold(actionOf(n, change), options))
      await settle()
    }
    const enter = async (name: string, path = '/') => {
      await tab.goto(page.url + path)
      await tab.getByRole('button', { name, exact: true }).click()
    }
    const row = (n: number) => tab.locator(`[data-row="${idOf(n)}"] a`)
    const headline = () => tab.locator('#headline')
    const approve = () => tab.getByRole('button', { name: 'Approve…' })
    const question = () => tab.getByRole('dialog')
    /** Playwright waits until a button is not aria-disabled; people don't. */
    const press = (name: string) => tab.getByRole('button', { name }).click({ force: true })
    const focused = () => tab.evaluate(() => document.activeElement?.id)
    const status = (word: string) => tab.locator('.card-head .status', { hasText: word })

    test('shows a new action at once, loads nothing from elsewhere, and says what the demo is', async () => {
      const origins = new Set<string>()
      tab.on('request', (request) => origins.add(new URL(request.url()).hostname))
      await enter('Ana')
      await tab.getByText('Nothing waits for a person.').waitFor(deadline)
      await tab.locator('#live.on').waitFor(deadline)
      await hold(1)
      await row(1).waitFor(deadline)
      expect(await row(1).innerText()).toContain(
        'billing-bot wants payments.refund on stripe charge ch_1 in production',
      )
      expect([...origins]).toEqual(['127.0.0.1'])
      expect(await tab.locator('#demo-banner').isVisible()).toBe(true)
    })

    test('takes an approval from click to record, signed for this decision by the person', async () => {
      await hold(1)
      await enter('Ana')
      await row(1).click()
      await approve().click()
      await question().getByLabel('Reason (optional)').fill('checked with ana@example.org')
      await question().getByRole('button', { name: 'Approve' }).click()
      await status('Approved').waitFor(deadline)
      expect(page.world.gate.votes).toMatchObject([
        {
          person: 'ana',
          verdict: 'approve',
          channel: 'console',
          token: expect.stringContaining('eyJ'),
        },
      ])
      expect(page.world.gate.votes[0]?.reason).not.toContain('ana@example.org')
      expect(await approve().count()).toBe(0)
      expect(await tab.locator('.timeline').innerText()).toContain('ana approved (console, sso)')
    })

    test('by keyboard alone: next, open, deny with a reason; no single key decides', async () => {
      await hold(1)
      await hold(2, { decideByMs: Date.now() + 1_800_000 })
      await enter('Ana')
      await row(2).waitFor(deadline)
      await tab.waitForFunction(() => document.querySelectorAll('[data-row]').length === 2)
      await tab.keyboard.press('j')
      await tab.keyboard.press('j')
      expect(await tab.evaluate(() => (document.activeElement as HTMLElement)?.dataset['id'])).toBe(
        idOf(2),
      )
      await tab.keyboard.press('k')
      await tab.keyboard.press('Enter')
      await headline().waitFor(deadline)
      await tab.waitForFunction(
        () => document.activeElement?.id === 'headline',
        undefined,
        deadline,
      )
      // Ignored until the list has stood still for a moment.
      const askedFor = async () => {
        if (await question().isVisible()) return true
        await tab.keyboard.press('a')
        return false
      }
      await expect.poll(askedFor, { ...deadline, interval: 200 }).toBe(true)
      expect(await focused()).toBe('decide-reason')
      expect(page.world.gate.votes).toEqual([])
      await tab.keyboard.press('Escape')
      await tab.keyboard.press('d')
      await question().waitFor(deadline)
      expect(
        await question()
          .getByLabel(/Reason/)
          .inputValue(),
      ).toBe('')
      await tab.keyboard.type('not this amount')
      await tab.keyboard.press('Control+Enter')
      await status('Denied').waitFor(deadline)
      expect(page.world.gate.votes).toMatchObject([
        { actionId: idOf(1), verdict: 'deny', reason: 'not this amount' },
      ])
      await tab.keyboard.press('Escape')
      expect(new URL(tab.url()).pathname).toBe('/')
    })

    test('single keys can be turned off', async () => {
      await hold(1)
      await enter('Ana', `/a/${idOf(1)}`)
      await headline().waitFor(deadline)
      await tab.keyboard.press('?')
      await tab.getByLabel('Single keys are on').uncheck()
      await tab.getByRole('button', { name: 'Close' }).click()
      await tab.keyboard.press('d')
      await tab.keyboard.press('?')
      expect(await question().count()).toBe(0)
    })

    test('opening an action puts the focus on its headline, never on Approve', async () => {
      await hold(1)
      await enter('Ana')
      await row(1).click()
      await approve().waitFor(deadline)
      await tab.waitForFunction(
        () => document.activeElement?.id === 'headline',
        undefined,
        deadline,
      )
      await tab.keyboard.press('Enter')
      await tab.keyboard.press('Space')
      expect(await question().count()).toBe(0)
    })

    test('a long value has to be unfolded before anybody can approve; denying is always possible', async () => {
      await hold(1, {}, { params: { body: 'many words '.repeat(200) } })
      await enter('Ana', `/a/${idOf(1)}`)
      await tab.getByText('1 long value is folded').waitFor(deadline)
      await press('Approve…')
      expect(await question().count()).toBe(0)
      expect(await tab.getByRole('button', { name: 'Deny…' }).getAttribute('aria-disabled')).toBe(
        'false',
      )
      await tab.getByRole('button', { name: 'Show all 2,200 characters' }).click()
      await approve().click()
      await question().waitFor(deadline)
    })

    test('what an agent writes stays text, and what hides in it is shown', async () => {
      const hostile =
        '<img src=x onerror="document.title=1"> <b>bold</b> [link](https://evil.example) pay\u202eload\u200b'
      await hold(
        1,
        {},
        { params: { [hostile]: hostile }, justification: hostile, target: { resource: hostile } },
      )
      await enter('Ana', `/a/${idOf(1)}`)
      await headline().waitFor(deadline)
      const detail = tab.locator('#detail')
      expect(await detail.locator('img, b, a').count()).toBe(0)
      expect(await headline().innerText()).toContain('<img src=x onerror=')
      expect(await headline().innerText()).toContain('pay[U+202E]load[U+200B]')
      expect(await detail.getByLabel('hidden character U+202E').count()).toBeGreaterThan(3)
      expect(await tab.title()).not.toBe('1')
    })

    test('masked values are chips that say what they are', async () => {
      await hold(1, {
        findings: [{ path: '/params/to', type: 'EMAIL', score: 1, detector: 'email' }],
      })
      await enter('Ana', `/a/${idOf(1)}`)
      await tab.getByText('1 value masked (1 e-mail)').waitFor(deadline)
      expect(await tab.locator('.part').getByLabel('masked e-mail, mark K7QX2M9A').count()).toBe(1)
    })

    test('a view that is not the one the gate holds cannot be approved', async () => {
      await hold(1)
      await tab.route(`**/v1/approvals/${idOf(1)}`, async (route) => {
        const answer = await route.fetch()
        const body = await answer.json()
        body.action.params.amount = 1
        await route.fulfill({ response: answer, json: body })
      })
      await enter('Ana', `/a/${idOf(1)}`)
      await tab.getByText('It cannot be approved here').waitFor(deadline)
      await press('Approve…')
      expect(await question().count()).toBe(0)
    })

    test('a refusal is shown where the person asked, and can be tried again', async () => {
      await hold(1, { demand: { reasonRequired: true } })
      await enter('Ana', `/a/${idOf(1)}`)
      await approve().click()
      await question().getByRole('button', { name: 'Approve' }).click()
      await tab.getByText('Write a reason').waitFor(deadline)
      await tab.route('**/decision', (route) =>
        route.fulfill({
          status: 409,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            code: 'HP_STALE_VIEW',
            title: 'the presented digest is not that of this action',
          }),
        }),
      )
      await question().getByLabel('Reason (required)').fill('because')
      await question().getByRole('button', { name: 'Approve' }).click()
      await tab.getByText('(HP_STALE_VIEW)').waitFor(deadline)
      await tab.unroute('**/decision')
      await question().getByRole('button', { name: 'Approve' }).click()
      await status('Approved').waitFor(deadline)
    })

    test('a decision made elsewhere takes the buttons away, and new rows wait behind a button', async () => {
      await hold(1)
      await enter('Bea')
      await row(1).click()
      await approve().waitFor(deadline)
      await tab.locator('#live.on').waitFor(deadline)
      await hold(2)
      await tab.getByRole('button', { name: 'Show 1 new' }).waitFor(deadline)
      expect(await row(2).count()).toBe(0)
      const body = { by: 'policy', rule: 'freeze', votes: [] }
      await page.world.gateBus.send(page.world.gate.fact(idOf(1), 'denied', body))
      await status('Denied').waitFor(deadline)
      expect(await approve().count()).toBe(0)
      expect(await row(1).innerText()).toContain('Denied')
      await tab.getByRole('button', { name: 'Show 1 new' }).click()
      await row(2).waitFor(deadline)
    })

    test('who may not decide is told why', async () => {
      await hold(1)
      await enter('Olga', `/a/${idOf(1)}`)
      await tab.getByText('it is on your own side').waitFor(deadline)
      for (const name of ['Approve…', 'Deny…']) {
        await press(name)
        expect(await question().count()).toBe(0)
      }
    })

    test.each([320, 360])('at %i px nothing runs out of the page', async (width) => {
      await tab.setViewportSize({ width, height: 700 })
      const params = {
        url: `https://example.org/${'x'.repeat(300)}`,
        deep: { deeper: { deepest: ['y'.repeat(120)] } },
      }
      await hold(1, {}, { params })
      const overflow = () => tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      await enter('Ana')
      await row(1).waitFor(deadline)
      expect(await overflow()).toBeLessThanOrEqual(0)
      await row(1).click()
      await approve().waitFor(deadline)
      expect(await overflow()).toBeLessThanOrEqual(0)
      await tab.getByRole('button', { name: '← All actions' }).click()
      await row(1).waitFor(deadline)
    })

    test('signing out leaves nothing behind', async () => {
      await hold(1)
      await enter('Ana', `/a/${idOf(1)}`)
      await headline().waitFor(deadline)
      await tab.getByRole('button', { name: 'Sign out' }).click()
      await tab.getByText('Who decides?').waitFor(deadline)
      expect(await tab.evaluate(() => sessionStorage.length)).toBe(0)
      expect(await tab.locator('#detail').innerText()).toBe('')
    })
  })
}
