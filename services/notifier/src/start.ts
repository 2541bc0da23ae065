/** Puts a notifier together from its settings and two ports, so that others can put other ports in. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Bus } from '@holdpoint/kafka'
import { createRedactor } from '@holdpoint/redaction'
import { Signer } from '@holdpoint/seal'
import { type Context, type Logger, systemTime } from '@holdpoint/service'
import { openChannels } from './channel/config.ts'
import type { Answer, Inbox } from './channel/port.ts'
import type { NotifierConfig } from './config.ts'
import type { OpenedCopyStore } from './delivery/port.ts'
import { type ChannelParts, type RunningNotifier, startNotifier } from './notifier.ts'
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
  /** Partitions of `decisions` and of the commands. */
  readonly slotCount: number
}

export async function startFromSettings(
  { config, log, metrics }: Context<NotifierConfig>,
  { copies, shelf, ...ports }: Ports,
): Promise<RunningNotifier> {
  const { deployment, kafka, files, keys, http, console: page } = config
  const people = await PeopleFile.open(files, deployment, log)
  const signer = Signer.fromText(await readFile(keys.notifier, 'utf8'), keys.notifier)
  // Marks in reasons are compared within one action at most, so their key need not outlive the process.
  const redactor = createRedactor({ tagKey: randomBytes(tagKeyBytes) })
  const setup = await channelsOf(files.channels, { deployment, shelf, log })
  const notifier = await startNotifier({
    ...ports,
    ...{ deployment, prefix: kafka.prefix, http, signer, log, metrics, time: systemTime },
    people: () => people.current(),
    maskText: (text, scope) => redactor.redactText(text, { scope }).masked,
    isPlain: (text) => redactor.redactText(text, { scope: 'plain' }).findings.length === 0,
    newKey: randomUUID,
    page: { deployment, issuer: page.issuer, isDemo: page.demo ?? false },
    ...(setup && { channels: { ...setup, copies } }),
  })
  const stopRefreshing = systemTime.every(peopleRefreshMs, () => void people.refresh())
  return {
    ...notifier,
    stop: async () => {
      stopRefreshing()
      await notifier.stop()
      await copies.close()
      await shelf.close()
    },
  }
}

type Setup = Omit<ChannelParts, 'copies'>

async function channelsOf(
  file: string | undefined,
  given: { readonly deployment: string; readonly shelf: Shelf; readonly log: Logger },
): Promise<Setup | undefined> {
  if (file === undefined) return undefined
  const { random } = Math
  const { page, routes } = await openChannels(file, {
    ...given,
    ...{ time: systemTime, random, newKey: randomUUID },
  })
  return { page, routes, random, inboxOf: () => consoleOnly(page), accountsOf: async () => [] }
}

/** Where no account is linked to anybody, people are sent to the console. */
function consoleOnly(page: string): Inbox {
  const text = 'Nobody is linked to this account. Please decide on the page.'
  const answer: Answer = { kind: 'refused', code: 'HP_PERSON_UNPROVEN', text, link: page }
  return {
    press: async () => ({ answer: Promise.resolve(answer) }),
    look: async () => undefined,
    linkFor: async () => page,
  }
}
