/** Puts a notifier together from its settings and two ports, so that others can put other ports in. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Bus } from '@holdpoint/kafka'
import { createRedactor } from '@holdpoint/redaction'
import { Signer } from '@holdpoint/seal'
import { type Context, systemTime } from '@holdpoint/service'
import { type ChannelSetup, openChannels } from './channel/config.ts'
import type { NotifierConfig } from './config.ts'
import type { OpenedCopyStore } from './delivery/port.ts'
import { type ChannelParts, type RunningNotifier, startNotifier } from './notifier.ts'
import type { Book } from './people/book.ts'
import { openPeopleDesk, type PeopleDeskDeps } from './people/desk.ts'
import { PeopleFile } from './people-file.ts'
import type { Projection } from './projection/port.ts'
import type { Shelf } from './shelf/port.ts'

/** How often the operator's files are looked at. */
const peopleRefreshMs = 2000
const tagKeyBytes = 32

export interface Ports {
  readonly bus: Bus
  readonly projection: Projection
  readonly copies: OpenedCopyStore
  readonly shelf: Shelf
  readonly book: Book
  /** Partitions of `decisions` and of the commands. */
  readonly slotCount: number
}

export async function startFromSettings(
  { config, log, metrics }: Context<NotifierConfig>,
  { copies, shelf, book, ...ports }: Ports,
): Promise<RunningNotifier> {
  const { deployment, kafka, files, keys, http, console: page } = config
  const people = await PeopleFile.open(files, deployment, log)
  const signer = Signer.fromText(await readFile(keys.notifier, 'utf8'), keys.notifier)
  // Marks in reasons are compared within one action at most, so their key need not outlive the process.
  const redactor = createRedactor({ tagKey: randomBytes(tagKeyBytes) })
  const maskText = (text: string, scope: string) => redactor.redactText(text, { scope }).masked
  const parts = {
    ...ports,
    ...{ deployment, prefix: kafka.prefix, http, signer, log, metrics, time: systemTime },
    ...{ people: () => people.current(), maskText },
  }
  const setup = await channelsOf(files.channels, { ...parts, shelf, book, randomBytes })
  const notifier = await startNotifier({
    ...parts,
    isPlain: (text) => redactor.redactText(text, { scope: 'plain' }).findings.length === 0,
    newKey: randomUUID,
    page: { deployment, issuer: page.issuer, isDemo: page.demo ?? false },
    ...(setup && { channels: { ...setup, copies } }),
    systems: setup && { known: setup.systems, shelf },
  })
  const stopRefreshing = systemTime.every(peopleRefreshMs, () => void people.refresh())
  return {
    ...notifier,
    stop: async () => {
      stopRefreshing()
      await notifier.stop()
      await copies.close()
      await shelf.close()
      await book.close()
    },
  }
}

type Setup = Omit<ChannelParts, 'copies'> & Pick<ChannelSetup, 'systems'>

async function channelsOf(
  file: string | undefined,
  given: Omit<PeopleDeskDeps, 'page' | 'emailDomains'>,
): Promise<Setup | undefined> {
  if (file === undefined) return undefined
  const { deployment, shelf, log } = given
  const { random } = Math
  const { page, routes, systems, emailDomains } = await openChannels(file, {
    ...{ deployment, shelf, log },
    ...{ time: systemTime, random, newKey: randomUUID },
  })
  const desk = openPeopleDesk({ ...given, page, emailDomains })
  const { inboxOf, accountsOf, askedInstead } = desk
  return { page, routes, systems, random, desk, inboxOf, accountsOf, askedInstead }
}
