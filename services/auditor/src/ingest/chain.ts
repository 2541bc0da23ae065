/**
 * One slot's chain as it comes in. Facts wait until a signature of the gate over the chain's head vouches for them, and are then taken in the order that the chain
 * itself gives. So a record that somebody slipped into the topic never becomes an event of the log, and never hides a true one.
 */
import { type Digest, noDigest } from '@holdpoint/contracts'

/** What a chain needs to know of a fact; the caller's own things travel along. */
export interface Link {
  readonly number: number
  readonly digest: Digest
  readonly previous: Digest
}

/** The last fact that was taken. */
export interface Standing {
  readonly number: number
  readonly digest: Digest
}

export type Step<L extends Link> =
  | { readonly kind: 'take'; readonly link: L }
  /** These numbers never came. */
  | { readonly kind: 'gap'; readonly number: number; readonly through: number }
  /** The gate vouches for `link`, but it does not follow what stood before. */
  | { readonly kind: 'break'; readonly link: L }
  /** Nobody vouches for it. */
  | { readonly kind: 'unvouched'; readonly link: L }
  /** Its number has been dealt with: a repeat, or something worse. */
  | { readonly kind: 'past'; readonly link: L }

/** Facts that may wait; a transaction of the gate is a fraction of this. */
export const waitingMax = 4096

export class SlotChain<L extends Link> {
  standing: Standing
  /** In order of arrival. What is read once more after a rebalance, while it waits, is not there twice. */
  private readonly waiting = new Map<Digest, L>()

  constructor(standing: Standing = { number: 0, digest: noDigest }) {
    this.standing = standing
  }

  /** In order of arrival. */
  get waitingLinks(): readonly L[] {
    return [...this.waiting.values()]
  }

  /** `isVouched`: it carries a signature over the head that holds. */
  offer(link: L, isVouched: boolean): Step<L>[] {
    if (link.number <= this.standing.number) return [{ kind: 'past', link }]
    if (isVouched) return this.take(link)
    if (!this.waiting.has(link.digest)) this.waiting.set(link.digest, link)
    const [oldest] = this.waiting.values()
    if (this.waiting.size <= waitingMax || !oldest) return []
    return this.drop([oldest])
  }

  /** Gives up on facts that have waited too long. */
  giveUp(isTooOld: (link: L) => boolean): Step<L>[] {
    return this.drop(this.waitingLinks.filter(isTooOld))
  }

  private drop(links: readonly L[]): Step<L>[] {
    for (const { digest } of links) this.waiting.delete(digest)
    return links.map((link) => ({ kind: 'unvouched', link }))
  }

  private take(head: L): Step<L>[] {
    const run = this.runTo(head)
    const [first = head] = run
    const strays = this.waitingLinks.filter((link) => !run.includes(link))
    const steps: Step<L>[] = strays.map((link) => ({ kind: 'unvouched', link }))
    const expected = this.standing.number + 1
    if (first.number > expected) {
      steps.push({ kind: 'gap', number: expected, through: first.number - 1 })
    } else if (first.previous !== this.standing.digest) {
      steps.push({ kind: 'break', link: first })
    }
    this.waiting.clear()
    this.standing = { number: head.number, digest: head.digest }
    return [...steps, ...run.map((link) => ({ kind: 'take', link }) as const)]
  }

  /** The facts that lead to `head`, from the first that is known. */
  private runTo(head: L): L[] {
    const run = [head]
    for (let first = head; ; ) {
      const before = this.waiting.get(first.previous)
      if (before?.number !== first.number - 1) return run
      run.unshift(before)
      first = before
    }
  }
}
