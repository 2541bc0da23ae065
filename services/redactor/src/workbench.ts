/** What the work on records needs, from files to a bench, in this thread or another. */
import { HoldpointError } from '@holdpoint/contracts'
import { createRedactor, type RedactorConfig } from '@holdpoint/redaction'
import {
  type DataKeyWrapper,
  parseTrust,
  Sealer,
  Secret,
  type Trust,
  wrapTo,
} from '@holdpoint/seal'
import { type SystemTime, stopwatch } from '@holdpoint/service'
import type { SealingConfig } from './config.ts'
import { type Detection, parseDetection } from './detection.ts'
import type { Bench } from './handle.ts'
import type { OpinionConfig } from './opinion-config.ts'
import { PlainNames } from './plain-name.ts'
import { parsePrincipals } from './principals.ts'
import { type OpinionSettings, secondOpinion } from './second-opinion.ts'
import { readText } from './text-file.ts'

export type Time = Pick<SystemTime, 'clock' | 'sleep'>

const keyNames = ['mac', 'tags', 'salts'] as const
type Keys<K> = Readonly<Record<(typeof keyNames)[number], K>>

interface Text {
  readonly file: string
  readonly text: string
}

/** Read once: a worker that is started later must not work by other rules than those before it. */
export interface Materials<K = Secret> {
  readonly deployment: string
  readonly prefix: string
  /** Partitions of `actions.redacted`. */
  readonly slotCount: number
  readonly trust: Text
  readonly directory: Text
  readonly engine: Omit<RedactorConfig, 'tagKey'>
  readonly secondOpinion?: OpinionSettings
  readonly keys: Keys<K>
}

/** Throws HP_CONFIG naming the file that is missing or wrong. */
export async function readMaterials(config: SealingConfig, slotCount: number): Promise<Materials> {
  const { deployment, files, keys, kafka, profile, secondOpinion } = config
  const [mac, tags, salts] = await Promise.all([
    readSecret(keys.mac),
    readSecret(keys.tags),
    readSecret(keys.salts),
  ])
  return {
    ...{ deployment, prefix: kafka.prefix, slotCount },
    trust: { file: files.trust, text: await readText(files.trust) },
    directory: { file: files.directory, text: await readText(files.directory) },
    engine: {
      ...(profile === undefined ? {} : { profile }),
      ...(files.detection === undefined ? {} : await readDetection(files.detection)),
    },
    ...(secondOpinion === undefined ? {} : { secondOpinion: await readOpinion(secondOpinion) }),
    keys: { mac, tags, salts },
  }
}

async function readDetection(file: string): Promise<Detection> {
  return parseDetection(await readText(file), file)
}

async function readOpinion({ ca, ...settings }: OpinionConfig): Promise<OpinionSettings> {
  return ca === undefined ? settings : { ...settings, ca: await readText(ca) }
}

/** For another thread of this process, which can't be given objects. */
export function packed({ keys, ...rest }: Materials): Materials<Uint8Array> {
  const { mac, tags, salts } = keys
  return { ...rest, keys: { mac: mac.reveal(), tags: tags.reveal(), salts: salts.reveal() } }
}

export function unpacked({ keys, ...rest }: Materials<Uint8Array>): Materials {
  const { mac, tags, salts } = keys
  return {
    ...rest,
    keys: { mac: new Secret(mac), tags: new Secret(tags), salts: new Secret(salts) },
  }
}

/** Throws HP_CONFIG naming file and field. */
export function setUp(materials: Materials, time: Time): Bench {
  const { deployment, prefix, slotCount, trust: trustFile, directory, engine, keys } = materials
  const { secondOpinion: opinion } = materials
  const trust = parseTrust(trustFile.text, trustFile.file)
  if (trust.deployment !== deployment)
    throw new HoldpointError('HP_CONFIG', {
      file: trustFile.file,
      field: '/deployment',
      rule: 'is not the deployment of this process',
    })
  const redactor = createRedactor({ ...engine, tagKey: keys.tags.reveal() })
  const principals = parsePrincipals(directory.text, directory.file)
  return {
    rules: { trust, names: new PlainNames(redactor), principals, saltKey: keys.salts },
    workshop: {
      redactor,
      sealer: new Sealer({ deployment, wrapper: wrapToNewest(trust, time.clock) }),
      saltKey: keys.salts,
      writer: { deployment, prefix, slotCount, macKey: keys.mac },
      stopwatch,
      ...(opinion === undefined ? {} : { secondOpinion: secondOpinion(opinion, time) }),
    },
  }
}

/** The key in force is asked for once an hour, so that a new one is used without a restart. */
function wrapToNewest(trust: Trust, clock: () => number): DataKeyWrapper {
  return {
    wrap(dataKey, named) {
      const key = trust.unsealingAt(clock())
      if (key === undefined)
        throw new HoldpointError('HP_CONFIG', {
          file: 'trust file',
          field: '/unsealing',
          rule: 'has no key in force',
        })
      return wrapTo(key.jwk).wrap(dataKey, named)
    },
  }
}

async function readSecret(file: string): Promise<Secret> {
  return Secret.fromText(await readText(file), file)
}
