/** A real Chromium for tests of the page, and the notifier it looks at: everything on this machine, the bus in memory, the issuer the demo's. */
import { randomBytes } from 'node:crypto'
import { freePorts, startIssuer } from '@holdpoint/local'
import { parseTrust, Signer } from '@holdpoint/seal'
import { systemTime } from '@holdpoint/service'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { MemoryCopyServer } from '../src/delivery/memory.ts'
import type { ChannelParts, NotifierParts } from '../src/notifier.ts'
import { MemoryBook } from '../src/people/book.ts'
import { openPeopleDesk, type PeopleDesk } from '../src/people/desk.ts'
import { MemoryShelf } from '../src/shelf/memory.ts'
import {
  deployment,
  directory,
  keys,
  settle,
  startNotifier,
  type World,
  worldAt,
} from './fixture.ts'

/** The package's own flags would switch the same-origin policy off. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars']

/** The browser, or one line that says why there is none. */
export async function openBrowser(): Promise<Browser | { readonly missing: string }> {
  try {
    const executablePath = process.env['HOLDPOINT_CHROMIUM'] ?? (await chromium.executablePath())
    return await playwright.launch({ executablePath, args: flags, headless: true })
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error)
      .split('\n')
      .filter((each) => each.includes('error while loading') || each.includes('spawn'))
    return { missing: `no browser starts here ${line.trim()}`.trim() }
  }
}

export interface Page {
  readonly world: World<typeof systemTime>
  readonly url: string
  /** A one-time link, as an account of a chat gets it. */
  ticketFor(account: string): Promise<string>
  close(): Promise<void>
}

/** A notifier whose clock is real, with a stand-in for the gate that answers votes. */
export async function servePage({
  hasAccounts = false,
  ...more
}: Partial<NotifierParts> & { hasAccounts?: boolean } = {}): Promise<Page> {
  const world = worldAt(systemTime)
  const { clock } = systemTime
  const [port = 0, pagePort = 0] = await freePorts(2)
  const url = `http://127.0.0.1:${pagePort}`
  const issuerUrl = `http://127.0.0.1:${port}/issuer`
  const trust = parseTrust(
    JSON.stringify({
      deployment,
      services: { gate: [keys.gate.publicJwk], notifier: [keys.notifier.publicJwk] },
      issuers: [{ issuer: issuerUrl, audience: deployment, keys: [keys.issuer.publicJwk] }],
    }),
  )
  const parts = world.parts()
  const people = {
    trust,
    directory: {
      ...directory,
      personBySubject: (_: string, subject: string) => directory.person(subject.replace('u-', '')),
    },
  }
  const desk = hasAccounts
    ? openPeopleDesk({
        ...{ ...parts, people: () => people, book: new MemoryBook(), page: url, randomBytes },
        ...{ shelf: new MemoryShelf(clock), emailDomains: () => [] },
      })
    : undefined
  const notifier = await startNotifier({
    ...parts,
    people: () => people,
    page: { deployment, issuer: issuerUrl, isDemo: true },
    http: { host: '127.0.0.1', port: pagePort },
    ...(desk && { channels: accountsOnly(desk, url) }),
    ...more,
  })
  const issuer = await startIssuer({
    ...{
      issuer: issuerUrl,
      audience: deployment,
      signer: new Signer(keys.issuer.privateJwk),
      clock,
      port,
    },
    people: ['ana', 'bea', 'olga'].map((id) => ({
      subject: `u-${id}`,
      name: id[0]?.toUpperCase() + id.slice(1),
    })),
    origins: [url],
  })
  const answering = await world.gate.answer(world.gateBus, trust)
  await settle()
  return {
    ...{ world, url },
    ticketFor: async (account) => {
      const inbox = desk?.inboxOf('slack', { adopt: async () => undefined })
      return (await inbox?.linkFor(account)) ?? ''
    },
    close: async () => {
      await answering.stop()
      await notifier.stop()
      await issuer.close()
    },
  }
}

function accountsOnly(desk: PeopleDesk, page: string): ChannelParts {
  const { inboxOf, accountsOf, askedInstead } = desk
  const copies = new MemoryCopyServer().open()
  return { copies, routes: [], page, random: () => 0.5, desk, inboxOf, accountsOf, askedInstead }
}
