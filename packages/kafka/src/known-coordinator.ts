/**
 * Who coordinates a client's transactions. kafkajs asks a broker before each of the two requests that surround every transaction; here it is told what it heard
 * last, as long as the one so named has answered since. Whatever fails there makes it ask again.
 */

export class KnownCoordinator<A> {
  #heard: { readonly groupId: string; readonly answer: A } | undefined
  #hasServed = false

  /** The answer, once for each time that it proved right. */
  take(groupId: string): A | undefined {
    const isKnown = this.#hasServed && this.#heard?.groupId === groupId
    this.#hasServed = false
    return isKnown ? this.#heard?.answer : undefined
  }

  hear(groupId: string, answer: A): void {
    this.#heard = { groupId, answer }
  }

  /** It has done what only the coordinator does. */
  served(): void {
    this.#hasServed = true
  }
}
