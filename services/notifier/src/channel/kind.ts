/** What a kind of channel is: what its settings are, and how one is opened. */
import type { Secret } from '@holdpoint/seal'
import type { Logger, SystemTime } from '@holdpoint/service'
import type { Static, TSchema } from 'typebox'
import type { Shelf } from '../shelf/port.ts'
import type { Channel } from './port.ts'

/** What a channel may use of its surroundings. */
export interface ChannelDeps {
  /** As in the configuration and in policies. */
  readonly name: string
  readonly deployment: string
  /** Where people reach the console, without a slash at the end. */
  readonly page: string
  readonly shelf: Shelf
  /** Content of a file named in the channel's settings, without white space around it; paths are taken from the folder of the channels' file. Throws HP_CONFIG. */
  readonly secret: (path: string) => Promise<Secret>
  readonly log: Logger
  readonly time: SystemTime
  /** 0 to 1. */
  readonly random: () => number
  /** Fresh, of 128 bits. */
  readonly newKey: () => string
}

export interface ChannelKind<T extends TSchema = TSchema> {
  readonly kind: string
  /** Of `settings` in the channels' file. */
  readonly settings: T
  /** Connects to nothing yet. Throws HP_CONFIG. */
  open(settings: Static<T>, deps: ChannelDeps): Promise<Channel>
}
