/**
 * What a button carries: where the copy stands, and no right at all. Slack hands it back as it was; who pressed and whether they may is found out elsewhere. Pure.
 */
import { type ActionId, type Digest, digestPattern, isActionId } from '@holdpoint/contracts'
import type { Card } from '../../card/card.ts'

/** Of the format. */
const version = '1'
const digestRegExp = new RegExp(digestPattern)
const shapeOfRevision = /^\d{1,9}$/
const shapeOfFlags = /^[cr]*$/
/** The whole view was shown. */
const completeFlag = 'c'
/** Policy wants a reason. */
const reasonFlag = 'r'

export interface Locator {
  readonly actionId: ActionId
  readonly presented: Digest
  readonly revision: number
  readonly isComplete: boolean
  readonly reasonRequired: boolean
}

export function locatorText(
  { actionId, presented, revision, reasonRequired }: Card,
  isComplete: boolean,
): string {
  const flags = `${isComplete ? completeFlag : ''}${reasonRequired ? reasonFlag : ''}`
  return [version, actionId, presented, revision, flags].join('|')
}

/** Undefined: not of this format. */
export function readLocator(text: string): Locator | undefined {
  const [format, actionId, presented = '', revision = '', flags = '-', ...rest] = text.split('|')
  const isWhole =
    format === version &&
    rest.length === 0 &&
    digestRegExp.test(presented) &&
    shapeOfRevision.test(revision) &&
    shapeOfFlags.test(flags)
  if (!isWhole || !isActionId(actionId)) return undefined
  return {
    ...{ actionId, presented: presented as Digest, revision: Number(revision) },
    isComplete: flags.includes(completeFlag),
    reasonRequired: flags.includes(reasonFlag),
  }
}
