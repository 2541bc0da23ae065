/** The operator's directory, trust file and policy: read at start, where an error is fatal, and again when they change, where an error is an alarm. */
import { readFile, stat } from 'node:fs/promises'
import { parseDirectory, parsePolicy } from '@holdpoint/approval'
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import { parseTrust } from '@holdpoint/seal'
import type { Logger } from '@holdpoint/service'
import type { PeopleInForce } from './person.ts'

export interface PeoplePaths {
  readonly trust: string
  readonly directory: string
  readonly policy?: string
}

export class PeopleFile {
  readonly #paths: PeoplePaths
  readonly #log: Pick<Logger, 'info' | 'warn'>
  #stamp: string
  #people: PeopleInForce

  private constructor(
    paths: PeoplePaths,
    log: Pick<Logger, 'info' | 'warn'>,
    stamp: string,
    people: PeopleInForce,
  ) {
    this.#paths = paths
    this.#log = log
    this.#stamp = stamp
    this.#people = people
  }

  /** Throws HP_CONFIG, also where the trust file is of another deployment: signatures under another name are worth nothing. */
  static async open(
    paths: PeoplePaths,
    deployment: string,
    log: Pick<Logger, 'info' | 'warn'>,
  ): Promise<PeopleFile> {
    const stamp = await stampOf(paths)
    const people = await read(paths)
    if (people.trust.deployment === deployment) return new PeopleFile(paths, log, stamp, people)
    throw new HoldpointError('HP_CONFIG', {
      file: paths.trust,
      field: '/deployment',
      rule: 'must be that of the settings',
    })
  }

  current(): PeopleInForce {
    return this.#people
  }

  /** Looks whether a file has changed. All take effect together or not at all. */
  async refresh(): Promise<void> {
    try {
      const stamp = await stampOf(this.#paths)
      if (stamp === this.#stamp) return
      this.#stamp = stamp
      const people = await read(this.#paths)
      if (people.trust.deployment !== this.#people.trust.deployment) {
        this.#log.warn(
          { code: 'HP_CONFIG' },
          'the trust file is now of another deployment: the former stays in force',
        )
        return
      }
      this.#people = people
      const { directory, trust } = people
      this.#log.info({ directory: directory.digest, trust: trust.digest }, 'new people in force')
    } catch (error) {
      const code = isHoldpointError(error) ? error.code : 'HP_CONFIG'
      const message = isHoldpointError(error) ? error.message : 'a file cannot be read'
      this.#log.warn({ code }, `the former people stay in force: ${message}`)
    }
  }
}

async function read({ directory, trust, policy }: PeoplePaths): Promise<PeopleInForce> {
  const [people, keys] = await Promise.all([readFile(directory, 'utf8'), readFile(trust, 'utf8')])
  const inForce = { directory: parseDirectory(people, directory), trust: parseTrust(keys, trust) }
  if (policy === undefined) return inForce
  const { offices, words } = parsePolicy(await readFile(policy, 'utf8'), policy)
  return { ...inForce, offices, words }
}

async function stampOf({ directory, trust, policy = directory }: PeoplePaths): Promise<string> {
  const found = await Promise.all([directory, trust, policy].map((path) => stat(path)))
  return found.map(({ mtimeMs, size, ino }) => `${ino}/${size}/${mtimeMs}`).join(' ')
}
