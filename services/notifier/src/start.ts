/** Puts a notifier together from its settings and two ports, so that others can put other ports in. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Bus } from '@holdpoint/kafka'
import { createRedactor } from '@holdpoint/redaction'
import { Signer } from '@holdpoint/seal'
import { type Context, systemTime } from '@holdpoint/service'
import type { NotifierConfig } from './config.ts'
import { type RunningNotifier, startNotifier } from './notifier.ts'
import { PeopleFile } from './people-file.ts'
import type { Projection } from './projection/port.ts'

/** How often the operator's files are looked at. */
const peopleRefreshMs = 2000
const tagKeyBytes = 32

export interface Ports {
  readonly bus: Bus
  readonly projection: Projection
  /** Partitions of `decisions` and of the commands. */
  readonly slotCount: number
}

export async function startFromSettings(
  { config, log, metrics }: Context<NotifierConfig>,
  ports: Ports,
): Promise<RunningNotifier> {
  const { deployment, kafka, files, keys, http, console: page } = config
  const people = await PeopleFile.open(files, deployment, log)
  const signer = Signer.fromText(await readFile(keys.notifier, 'utf8'), keys.notifier)
  // Marks in reasons are compared within one action at most, so their key need not outlive the process.
  const redactor = createRedactor({ tagKey: randomBytes(tagKeyBytes) })
  const notifier = await startNotifier({
    ...ports,
    ...{ deployment, prefix: kafka.prefix, http, signer, log, metrics, time: systemTime },
    people: () => people.current(),
    maskText: (text, scope) => redactor.redactText(text, { scope }).masked,
    isPlain: (text) => redactor.redactText(text, { scope: 'plain' }).findings.length === 0,
    newKey: randomUUID,
    page: { deployment, issuer: page.issuer, isDemo: page.demo ?? false },
  })
  const stopRefreshing = systemTime.every(peopleRefreshMs, () => void people.refresh())
  return {
    ...notifier,
    stop: async () => {
      stopRefreshing()
      await notifier.stop()
    },
  }
}
