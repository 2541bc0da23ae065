/** The page in a real browser: channels, and what they could not bring to anybody. */
import type { Page as Tab } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { copyOf } from '../src/delivery/contract.ts'
import { MemoryCopyServer } from '../src/delivery/memory.ts'
import { FakeChannel, VirtualTime } from '../src/delivery/testing.ts'
import { openBrowser, type Page, servePage } from './browser.ts'
import { actionOf, idOf } from './fixture.ts'

const browser = await openBrowser()
const deadline = { timeout: 10_000 }

if ('missing' in browser) {
  describe.skip(`the page: ${browser.missing}`, () => test('in a browser', () => undefined))
} else {
  describe('channels on the page', () => {
    let page: Page
    let tab: Tab
    let copies: MemoryCopyServer
    let channel: FakeChannel
    let faults: string[]

    beforeEach(async () => {
      copies = new MemoryCopyServer()
      channel = new FakeChannel({ time: new VirtualTime() })
      const routes = [{ name: 'fake', channel }]
      page = await servePage({
        channels: {
          ...{ copies: copies.open(), routes, page: 'https://hold.example', random: () => 0.5 },
          ...{ accountsOf: async () => [], inboxOf: () => unused },
        },
      })
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

    const letters = (count: number, change: object = {}) =>
      copies.open().save('fake', {
        copies: Array.from({ length: count }, (_, n) =>
          copyOf(n + 1, { channel: 'fake', state: 'dead', code: 'channel_archived', ...change }),
        ),
        nowMs: Date.now(),
      })
    const enter = async () => {
      await tab.goto(page.url)
      await tab.getByRole('button', { name: 'Ana', exact: true }).click()
      await tab.locator('#open-deliveries').waitFor(deadline)
    }
    const dialog = () => tab.getByRole('dialog', { name: 'Channels' })

    test('what was given up is said on top, found by keyboard alone, and tried again', async () => {
      await letters(2)
      await enter()
      await tab.getByRole('button', { name: 'Channels: 2 undelivered' }).waitFor(deadline)
      await tab.keyboard.press('c')
      await dialog().waitFor(deadline)
      expect(await dialog().innerText()).toMatch(/fake.*works/s)
      expect(await dialog().locator('.letters li').count()).toBe(2)
      expect(await dialog().innerText()).toContain('channel_archived')
      const first = dialog()
        .getByRole('button', { name: /^Try again: request/ })
        .first()
      await first.focus()
      await tab.keyboard.press('Enter')
      await tab.getByText('It is tried again.').waitFor(deadline)
      await tab.getByRole('button', { name: 'Channels: 1 undelivered' }).waitFor(deadline)
      // Nothing is under the focus any more: it stays in the dialog.
      expect(await tab.evaluate(() => document.activeElement?.id)).toBe('deliveries-close')
      await dialog().getByRole('button', { name: 'Try all 1 of fake again' }).click()
      await dialog().getByText('Everything was brought to somebody.').waitFor(deadline)
      await tab.keyboard.press('Escape')
      await dialog().waitFor({ ...deadline, state: 'hidden' })
    })

    test('somebody else was faster: the refusal stands where it was asked', async () => {
      await letters(1)
      await enter()
      await tab.keyboard.press('c')
      const button = dialog().getByRole('button', { name: /^Try again: request/ })
      await button.waitFor(deadline)
      copies.flush()
      await button.click()
      await dialog().getByText('(HP_DELIVERY_UNKNOWN)').waitFor(deadline)
    })

    test('a channel that is down says so, and what the service said stays text', async () => {
      const hostile = '<img src=x onerror="document.title=1">\u202ebold'
      await letters(1, { code: hostile, address: hostile })
      await copies.open().health('fake', { failures: 9, pausedUntilMs: Date.now() + 60_000 })
      await enter()
      await tab.keyboard.press('c')
      await dialog().getByText('does not answer').waitFor(deadline)
      expect(await dialog().locator('img').count()).toBe(0)
      expect(await dialog().innerText()).toContain('[U+202E]bold')
    })

    test('a given-up request is opened from there', async () => {
      await letters(1)
      await enter()
      await tab.keyboard.press('c')
      await dialog()
        .getByRole('button', { name: `request ${idOf(1)}`, exact: true })
        .click()
      await tab.waitForURL(`**/a/${idOf(1)}`, deadline)
    })

    test('an action says where people are asked about it, and where that failed', async () => {
      const { world } = page
      channel.fault = (delivery) =>
        JSON.stringify(delivery).includes(idOf(2)) ? { kind: 'refused', code: 'x' } : undefined
      await world.gateBus.send([...world.gate.hold(actionOf(1)), ...world.gate.hold(actionOf(2))])
      const shown = async (n: number) => (await copies.open().of('fake', idOf(n)))[0]?.state
      await expect.poll(() => shown(1), deadline).toBe('live')
      await expect.poll(() => shown(2), deadline).toBe('dead')
      await enter()
      for (const [n, words] of [
        [1, 'Messages: fake: shown'],
        [2, 'Messages: fake: undelivered'],
      ] as const) {
        await tab.locator(`[data-row="${idOf(n)}"] a`).click()
        await tab.locator('.where-asked', { hasText: words }).waitFor(deadline)
      }
      copies.flush()
      await tab.reload()
      await tab.getByText('no channel brings this to anybody').waitFor(deadline)
    })

    test('at 320 px nothing runs out of the page', async () => {
      await letters(1, { address: 'x'.repeat(200) })
      await tab.setViewportSize({ width: 320, height: 700 })
      await enter()
      await tab.locator('#open-deliveries').click()
      await dialog().locator('.letters li').waitFor(deadline)
      const overflow = () =>
        tab.evaluate(() => {
          const open = document.querySelector('#deliveries')
          return Math.max(
            document.documentElement.scrollWidth - innerWidth,
            (open?.scrollWidth ?? 0) - (open?.clientWidth ?? 0),
          )
        })
      expect(await overflow()).toBeLessThanOrEqual(0)
    })
  })
}

const unused = {
  press: () => Promise.reject(new RangeError('nobody presses here')),
  look: async () => undefined,
  linkFor: async () => '',
}
