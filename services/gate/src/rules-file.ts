/** The operator's three files: read at start, where an error is fatal, and again when they change, where an error is an alarm and the former ones stay in force. */
import { readFile, stat } from 'node:fs/promises'
import { lintPolicy, parseDirectory, parsePolicy, sayWarning } from '@holdpoint/approval'
import { isHoldpointError } from '@holdpoint/contracts'
import { parseTrust } from '@holdpoint/seal'
import type { Logger } from '@holdpoint/service'
import type { RulesInForce } from './adoption.ts'

export interface RulesPaths {
  readonly policy: string
  readonly directory: string
  readonly trust: string
}

export class RulesFile {
  private readonly paths: RulesPaths
  private readonly log: Pick<Logger, 'info' | 'warn'>
  private stamp: string
  private rules: RulesInForce
  /** What was last complained about: of the same files the same is not said again at every look. */
  private alarm = ''

  private constructor(
    paths: RulesPaths,
    log: RulesFile['log'],
    stamp: string,
    rules: RulesInForce,
  ) {
    this.paths = paths
    this.log = log
    this.stamp = stamp
    this.rules = rules
  }

  static async open(paths: RulesPaths, log: RulesFile['log']): Promise<RulesFile> {
    return new RulesFile(paths, log, await stampOf(paths), await read(paths, log))
  }

  current(): RulesInForce {
    return this.rules
  }

  /** Looks whether a file has changed. All three take effect together or not at all. */
  async refresh(): Promise<void> {
    try {
      const stamp = await stampOf(this.paths)
      if (stamp === this.stamp) return
      this.stamp = stamp
      this.rules = await read(this.paths, this.log)
      this.alarm = ''
      this.log.info({ policy: this.rules.policy.digest }, 'new rules in force')
    } catch (error) {
      const code = isHoldpointError(error) ? error.code : 'HP_CONFIG'
      const message = isHoldpointError(error) ? error.message : 'a file cannot be read'
      const alarm = `${this.stamp} ${message}`
      if (alarm === this.alarm) return
      this.alarm = alarm
      this.log.warn({ code }, `the former rules stay in force: ${message}`)
    }
  }
}

/** Says of a policy that is fine what in it does nothing. */
async function read(paths: RulesPaths, log: RulesFile['log']): Promise<RulesInForce> {
  const [policyText = '', directoryText = '', trustText = ''] = await Promise.all(
    [paths.policy, paths.directory, paths.trust].map((path) => readFile(path, 'utf8')),
  )
  const policy = parsePolicy(policyText, paths.policy)
  const directory = parseDirectory(directoryText, paths.directory)
  const trust = parseTrust(trustText, paths.trust)
  for (const warning of lintPolicy(policyText, paths.policy, directory)) {
    log.warn({ rule: warning.rule }, sayWarning(warning))
  }
  return { policy, directory, trust }
}

async function stampOf({ policy, directory, trust }: RulesPaths): Promise<string> {
  const found = await Promise.all([policy, directory, trust].map((path) => stat(path)))
  return found.map(({ mtimeMs, size, ino }) => `${ino}/${size}/${mtimeMs}`).join(' ')
}
