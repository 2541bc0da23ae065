/** The page in a real browser: what is frozen, stopping things and letting them go again. */
import type { Scope } from '@holdpoint/contracts'
import type { Page as Tab } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser, type Page, servePage } from './browser.ts'
import { actionOf, idOf, settle, slotCount } from './fixture.ts'

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
    })
    afterEach(async () => {
      await tab.close()
      await page.close()
      expect(faults).toEqual([])
    })
    afterAll(() => browser.close())

    const hold = async (n: number, change: object = {}) => {
      await page.world.gateBus.send(page.world.gate.hold(actionOf(n, change)))
      await settle()
    }
    /** By somebody else. */
    const freeze = async (scope: Scope, reason = 'it runs wild') => {
      const by = { person: 'bea', channel: 'api', reason }
      await page.world.gateBus.send(page.world.gate.order({ scope, ...by }, 'f-1'))
      await settle()
    }
    const enter = async (name: string, path = '/') => {
      await tab.goto(page.url + path)
      await tab.getByRole('button', { name, exact: true }).click()
      await tab.locator('#live.on').waitFor(deadline)
    }
    const banner = () => tab.locator('#freezes')
    const question = () => tab.getByRole('dialog')
    const button = (name: string) => tab.getByRole('button', { name, exact: true })
    const row = (n: number) => tab.locator(`[data-row="${idOf(n)}"] a`)

    test('freezes the agent of the action on the screen, by keyboard alone, signed for just that', async () => {
      await hold(1)
      await enter('Ana', `/a/${idOf(1)}`)
      await tab.locator('#headline').waitFor(deadline)
      await tab.locator('#open-freeze').waitFor(deadline)
      expect(await banner().isVisible()).toBe(false)
      await tab.keyboard.press('f')
      await question().waitFor(deadline)
      expect(await question().innerText()).toContain('No action of this agent can be started')
      expect(await tab.locator('#freeze-agent').inputValue()).toBe('billing-bot')
      await tab.keyboard.press('Control+Enter')
      await tab.getByText('Write a reason').waitFor(deadline)
      expect(page.world.gate.orders).toEqual([])
      await tab.getByLabel('Reason (required)').fill('ask ana@example.org')
      await tab.keyboard.press('Control+Enter')
      await banner().getByText('In force everywhere.').waitFor(deadline)
      expect(page.world.gate.orders).toMatchObject([
        { scope: { agent: 'billing-bot' }, person: 'ana', channel: 'console' },
      ])
      expect(page.world.gate.orders[0]?.token).toContain('eyJ')
      expect(page.world.gate.orders[0]?.reason).not.toContain('ana@')
      expect(await banner().innerText()).toContain('Frozen: agent billing-bot by ana')
      await tab.locator('#frozen-notice').waitFor(deadline)
      expect(await row(1).innerText()).toContain('Frozen')
    })

    test.each<[string, Scope, (tab: Tab) => Promise<void>]>([
      ['Everything', { everything: true }, async () => undefined],
      [
        'A type of action',
        { type: 'payments.*' },
        (on) => on.getByLabel('Type, with * for anything').fill('payments.*'),
      ],
      [
        'A target',
        { target: { system: 'stripe' } },
        (on) => on.getByLabel('System', { exact: true }).fill('stripe'),
      ],
    ])('freezes %s', async (name, scope, fill) => {
      await enter('Ana')
      await button('Freeze…').click()
      await question().getByLabel(name, { exact: true }).check()
      await fill(tab)
      await tab.getByLabel('Reason (required)').fill('why not')
      await question().getByRole('button', { name: 'Freeze' }).click()
      await banner().waitFor(deadline)
      expect(page.world.gate.orders).toMatchObject([{ scope }])
    })

    test('shows what others freeze at once, and lets it be thawed', async () => {
      await hold(1)
      await enter('Ana')
      await row(1).waitFor(deadline)
      await freeze({ everything: true })
      await banner().getByText('In force everywhere.').waitFor(deadline)
      await tab.locator('.rows .status', { hasText: 'Frozen' }).waitFor(deadline)
      expect(await banner().innerText()).toMatch(/Frozen: everything by bea.*it runs wild/s)
      expect(await tab.locator('#announce').innerText()).toContain('frozen')
      await button('Thaw…').click()
      await tab.getByLabel('Reason (required)').fill('mended')
      await question().getByRole('button', { name: 'Thaw' }).click()
      await banner().waitFor({ ...deadline, state: 'hidden' })
      await tab
        .locator('.rows .status', { hasText: 'Frozen' })
        .waitFor({ ...deadline, state: 'detached' })
      expect(page.world.gate.orders.at(-1)).toMatchObject({ freeze: 'f-1', person: 'ana' })
    })

    test('says in how many slots it is in force, until it is everywhere', async () => {
      await enter('Ana')
      page.world.gate.following = [0]
      await freeze({ everything: true })
      await banner().getByText(`In force in 1 of ${slotCount} slots.`).waitFor(deadline)
      page.world.gate.following = undefined
      await page.world.gateBus.send(page.world.gate.spread())
      await banner().getByText('In force everywhere.').waitFor(deadline)
    })

    test('does not let who answers for the agent thaw it, and says a refusal where it was asked', async () => {
      await freeze({ agent: 'billing-bot' })
      await enter('Olga')
      await banner().waitFor(deadline)
      expect(await button('Thaw…').count()).toBe(0)
      page.world.gate.refusing = 'HP_NOT_ENTITLED'
      await button('Freeze…').click()
      await tab.getByLabel('Reason (required)').fill('why')
      await question().getByRole('button', { name: 'Freeze' }).click()
      await tab.getByText('(HP_NOT_ENTITLED)').waitFor(deadline)
    })

    test('a frozen action is still decided', async () => {
      await hold(1)
      await freeze({ everything: true })
      await enter('Ana', `/a/${idOf(1)}`)
      await tab.locator('#frozen-notice').waitFor(deadline)
      expect(await tab.locator('.facts').last().innerText()).toContain('the clock stands still')
      await tab.getByRole('button', { name: 'Approve…' }).click()
      await question().getByRole('button', { name: 'Approve' }).click()
      await tab.locator('.card-head .status', { hasText: 'Approved' }).waitFor(deadline)
    })

    test('what people and agents wrote stays text', async () => {
      const hostile = '<img src=x onerror="document.title=1">\u202ebold'
      await freeze({ target: { system: hostile } }, hostile)
      await enter('Ana')
      await banner().waitFor(deadline)
      expect(await banner().locator('img').count()).toBe(0)
      expect(await banner().innerText()).toContain('[U+202E]bold')
      expect(await tab.title()).not.toBe('1')
      await button('Thaw…').click()
      expect(await question().locator('img').count()).toBe(0)
      expect(await question().innerText()).toContain('[U+202E]bold')
    })

    test('at 320 px nothing runs out of the page', async () => {
      await tab.setViewportSize({ width: 320, height: 700 })
      await freeze({ target: { system: 'x'.repeat(300) } }, 'y'.repeat(300))
      await enter('Ana')
      await banner().waitFor(deadline)
      const overflow = () => tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(await overflow()).toBeLessThanOrEqual(0)
      await button('Freeze…').click()
      expect(await overflow()).toBeLessThanOrEqual(0)
    })
  })
}
