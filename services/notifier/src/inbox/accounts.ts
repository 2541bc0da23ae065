/** Who stands behind an account of a channel. What channels say about names identifies nobody; only a link does. */

/** An account, as its channel's service vouches for it. */
export interface Account {
  /** Name of the channel in the configuration. */
  readonly channel: string
  /** Stable key within the service, as `slack:T1:U7`. */
  readonly account: string
  /** That the service itself has verified. */
  readonly verifiedEmail?: string | undefined
}

/** Calls reject with HP_STORE or HP_BROKER where nobody can be asked: then nobody is anybody. */
export interface Accounts {
  /** Directory id of the one person; undefined where no link is in force. Whether the directory still knows that person is for the caller to ask. */
  personOf(account: Account): Promise<string | undefined>
  /** The same, and writes nothing down: for whoever only looks. */
  whoIs(account: Account): Promise<string | undefined>
  /** A page where a signed-in person can link this account to themself: one time, for some minutes. */
  linkFor(account: Account): Promise<string>
}
