/** The pages behind the link in a mail, in a real browser: forms under their policy, without scripts, and a hostile card that does nothing. */
import { randomBytes } from 'node:crypto'
import { Secret } from '@holdpoint/seal'
import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import { freePorts, type Mailbox, mailbox } from '@holdpoint/testkit'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Card } from '../src/card/card.ts'
import { hostileTexts } from '../src/card/hostile.ts'
import { cardOf, decidedCard, sampleCard } from '../src/card/sample.ts'
import { MailChannel } from '../src/channel/mail/mail.ts'
import { smtpMailer } from '../src/channel/mail/smtp.ts'
import type { Click } from '../src/channel/port.ts'
import { consoleRoutes } from '../src/edge/console.ts'
import { MemoryShelf } from '../src/shelf/memory.ts'
import { openBrowser } from './browser.ts'

const browser = await openBrowser()

if ('missing' in browser) {
  describe.skip(`the pages of mails: ${browser.missing}`, () => test('', () => undefined))
} else {
  describe('the pages of mails', () => {
    let relay: Mailbox
    let edge: FastifyInstance
    let channel: MailChannel
    let url: string
    let card: Card
    let clicks: Click[]

    beforeEach(async () => {
      const [port = 0] = await freePorts(1)
      relay = await mailbox()
      url = `http://127.0.0.1:${port}`
      card = { ...sampleCard, reasonRequired: true }
      clicks = []
      const password = new Secret(Buffer.from(relay.user.password))
      const shelf = new MemoryShelf(() => Date.now())
      channel = new MailChannel(
        {
          ...{ name: 'mail', isDetailed: false, withCodes: true, url },
          from: { name: 'Holdpoint', address: 'hold@mail.example' },
        },
        {
          mailer: smtpMailer({
            ...{ host: '127.0.0.1', port: relay.port, security: 'starttls', ca: relay.ca },
            login: { username: relay.user.username, password },
          }),
          ...{ shelf, clock: () => Date.now(), newCode: () => '12345678' },
          timeout: (ms: number) => AbortSignal.timeout(ms),
          newToken: () => randomBytes(32).toString('base64url'),
        },
      )
      const log = createLogger({ service: 'notifier', level: 'silent' })
      edge = createEdge({ log, metrics: createMetrics('notifier'), isReady: () => true })
      channel.routes(edge, {
        press: async (click) => {
          clicks.push(click)
          return { answer: Promise.resolve({ kind: 'counted', card: decidedCard }) }
        },
        look: async () => card,
        linkFor: async () => url,
      })
      const folder = `${import.meta.dirname}/../console`
      consoleRoutes(edge, folder, { deployment: 'urn:holdpoint:test', issuer: url, isDemo: true })
      await edge.listen({ host: '127.0.0.1', port })
    })
    afterEach(async () => {
      await edge.close()
      await channel.stop()
      await relay.stop()
    })
    afterAll(() => browser.close())

    /** Opens the link of the mail, asks for the code and types it. */
    const opened = async () => {
      const { signal } = new AbortController()
      await channel.deliver({ id: 'copy', address: 'ana@mail.example', card, signal })
      const text = relay.mails[0]?.parts.get('text/plain') ?? ''
      const tab = await browser.newPage({ viewport: { width: 360, height: 640 } })
      const problems: string[] = []
      tab.on('pageerror', (error) => problems.push(String(error)))
      tab.on('console', (line) => problems.push(line.text()))
      tab.on('request', (request) => {
        if (!request.url().startsWith(url)) problems.push(request.url())
      })
      tab.on('dialog', (dialog) => problems.push(dialog.message()))
      await tab.goto(/http:\S+\/m\/mail\/\S+/.exec(text)?.[0] ?? url)
      await tab.getByRole('button', { name: 'Send me a code' }).click()
      await tab.getByLabel('Code').fill('1234 5678')
      await tab.getByRole('button', { name: 'Continue' }).click()
      return { tab, problems }
    }

    test('a person asks for a code, types it, reads, says why, and denies', async () => {
      const { tab, problems } = await opened()
      await tab.getByText('The customer was charged twice.').waitFor()
      await tab.getByRole('button', { name: 'Deny' }).click()
      expect(clicks).toEqual([])
      await tab.getByLabel('Reason').fill('was 12')
      await tab.getByRole('button', { name: 'Deny' }).click()
      await tab.getByText('Your denial is recorded').first().waitFor()
      expect(clicks).toMatchObject([{ verdict: 'deny', reason: 'was 12' }])
      expect(problems).toEqual([])
      await tab.close()
    })

    test('nothing that somebody else wrote runs, loads, leads anywhere, or pushes the buttons out of sight', async () => {
      const text = hostileTexts.map((each) => each.text.slice(0, 2000)).join('\n')
      card = cardOf(text)
      const { tab, problems } = await opened()
      await tab.getByRole('button', { name: 'Approve' }).waitFor()
      const links = await tab
        .locator('a, img, script, iframe, svg, object')
        .evaluateAll((found) => found.map((each) => each.outerHTML))
      expect(links).toHaveLength(1)
      expect(links[0]).toContain(sampleCard.link)
      const width = await tab.evaluate('document.documentElement.scrollWidth')
      expect(width).toBeLessThanOrEqual(360)
      expect(problems).toEqual([])
      await tab.close()
    })
  })
}
