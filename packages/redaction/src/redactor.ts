/** The engine's front: any JSON value in; masked value, findings and labels out. Pure, linear, bounded; what it could not look at it masks whole. */
import { createSecretKey } from 'node:crypto'
import { type Digest, type Finding, HoldpointError } from '@holdpoint/contracts'
import { type CustomDetector, CustomDetectors } from './custom/detectors.ts'
import { describeConfig, engineVersion } from './describe.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { link, type Scanned } from './link.ts'
import { locate } from './locate.ts'
import { maskPart } from './mask-part.ts'
import { CleanKeys, type Part, scanPart, settle } from './part.ts'
import { type Reveal, revealer } from './reveal.ts'
import { addSuggestions, type Suggest } from './suggest.ts'
import { type TagOf, taggers } from './tag.ts'
import { type EntityType, type Profile, types } from './types.ts'

export interface RedactorConfig {
  /** Secret under which tags are made; at least 16 bytes. Who has it can test guesses. */
  readonly tagKey: Uint8Array
  readonly profile?: Profile
  readonly limits?: Partial<Limits>
  /** Of the operator: what else to find. HP_FIELD_INVALID for one that is wrong. */
  readonly detectors?: readonly CustomDetector[]
  /** Which types show a part of their values. Default: none. */
  readonly reveal?: Reveal
  /** False: people are found by what keys say alone, not in running text. */
  readonly names?: boolean
  /** Reports say too where the findings stand in the original. Only for callers who show reports to nobody who may not see it. */
  readonly locates?: boolean
}

export interface RedactionScope {
  /** Equal values get equal tags within one scope: the agent's run, or the action's id where there is none. */
  readonly scope: string
  /** Findings of somebody else, on each string: they are added to ours. */
  readonly suggest?: Suggest
}

export interface Report {
  /** Positions in the masked value; never a value. */
  readonly findings: Finding[]
  /** The same findings in positions of the original, where the configuration asks for them. */
  readonly located?: Finding[]
  /** What kinds of data were found: `pii`, `financial`, `health`, `credentials`; sorted. */
  readonly labels: string[]
  /** True where something was masked because nobody could look at it. */
  readonly unscanned: boolean
  /** Work units spent: grows linearly with the input. */
  readonly work: number
}

export interface Redactor {
  readonly engineVersion: string
  /** Digest of everything but the key that decides what is found. */
  readonly configDigest: Digest
  redact(value: unknown, scope: RedactionScope): Report & { readonly masked: unknown }
  redactText(text: string, scope: RedactionScope): Report & { readonly masked: string }
  /**
   * Several values that belong together, by their JSON Pointers in the whole: linked as one, but each over a limit by itself. The pointer's last token is the
   * key of the value.
   */
  redactParts(
    parts: Readonly<Record<string, unknown>>,
    scope: RedactionScope,
  ): Report & { readonly masked: Readonly<Record<string, unknown>> }
}

const tagKeyBytesMin = 16

export function createRedactor(config: RedactorConfig): Redactor {
  if (config.tagKey.length < tagKeyBytesMin) {
    const rule = `must have at least ${tagKeyBytesMin} bytes`
    throw new HoldpointError('HP_CONFIG', { file: 'redaction', field: 'tagKey', rule })
  }
  const key = createSecretKey(config.tagKey)
  const profile = config.profile ?? 'balanced'
  const limits: Limits = { ...defaultLimits, ...config.limits }
  const { detectors = [], reveal = {}, names = true } = config
  const custom = detectors.length === 0 ? undefined : new CustomDetectors(detectors)
  const cleanKeys = new CleanKeys()
  const taggerOf = taggers(key)

  const redactParts: Redactor['redactParts'] = (values, { scope, suggest }) => {
    const parts = Object.entries(values).map(([path, value]) =>
      scanPart(path, value, limits, { profile, custom, names }, cleanKeys),
    )
    const texts = parts.flatMap(scannedTexts)
    const linkWork = link(texts)
    if (suggest !== undefined) addSuggestions(texts, suggest)
    const revealOf = revealer(reveal, () => texts.flatMap(({ spots }) => spots))
    const tagOf = remembered(taggerOf(scope))
    const masked: Record<string, unknown> = {}
    const findings: Finding[] = []
    const located: Finding[] = []
    let unscanned = false
    let work = linkWork
    for (const part of parts) {
      settle(part, limits)
      const shown = maskPart(part, limits, tagOf, revealOf)
      masked[part.path] = shown.masked
      for (const finding of shown.findings) findings.push(finding)
      if (config.locates === true) for (const finding of locate(part)) located.push(finding)
      unscanned ||= shown.unscanned
      work += part.work
    }
    const report = { masked, findings, labels: labelsOf(findings), unscanned, work }
    return config.locates === true ? { ...report, located } : report
  }
  return {
    engineVersion,
    configDigest: describeConfig(profile, limits, [detectors, reveal, names]),
    redactParts,
    redact(value, scope) {
      const report = redactParts({ '': value }, scope)
      return { ...report, masked: report.masked[''] }
    },
    redactText(text, scope) {
      const report = redactParts({ '': text }, scope)
      return { ...report, masked: String(report.masked['']) }
    },
  }
}

/** A value that stands in several places of one call is tagged once. */
function remembered(tagOf: TagOf): TagOf {
  const known = new Map<string, string>()
  return (type, canonical) => {
    const value = `${type}\0${canonical}`
    const tag = known.get(value) ?? tagOf(type, canonical)
    known.set(value, tag)
    return tag
  }
}

function scannedTexts(part: Part): Scanned[] {
  if (part.overflow !== undefined) return []
  return part.leaves.filter((leaf) => 'leaf' in leaf)
}

function labelsOf(findings: readonly Finding[]): string[] {
  const labels = new Set<string>()
  for (const { type } of findings) {
    if (Object.hasOwn(types, type)) labels.add(types[type as EntityType].label)
  }
  return [...labels].sort()
}
